import { useEffect } from "react";
import { useNotice } from "./notice-store";

/** Long enough to read a sentence and reach for its button (WCAG 2.2.1 asks for a way to keep it: focus does). */
const SHOWN_MS = 12_000;

/** The latest notice, read out politely; it stays while it is hovered or focused. */
export function NoticeBar() {
  const notice = useNotice((state) => state.notice);
  const dismiss = useNotice((state) => state.dismiss);
  useEffect(() => {
    if (notice === null || notice.sticky === true) return;
    let timer = setTimeout(attempt, SHOWN_MS);
    function attempt() {
      if (document.querySelector(".notice-passing:is(:hover, :focus-within)") === null) dismiss();
      else timer = setTimeout(attempt, SHOWN_MS);
    }
    return () => clearTimeout(timer);
  }, [notice, dismiss]);
  return (
    <div role="status">
      {notice === null ? null : (
        <div className="notice notice-passing">
          <span>{notice.text}</span>
          {notice.action === undefined ? null : (
            <button
              type="button"
              className="notice-action"
              onClick={() => {
                notice.action?.run();
                dismiss();
              }}
            >
              {notice.action.label}
            </button>
          )}
          <button type="button" className="notice-action" aria-label="Dismiss" onClick={dismiss}>
            <svg viewBox="0 0 24 24" aria-hidden="true">
              <path d="M6 6l12 12M18 6L6 18" />
            </svg>
          </button>
        </div>
      )}
    </div>
  );
}
