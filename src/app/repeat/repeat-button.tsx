import { TransportIcon } from "../dock/transport-icon";
import { useRepeatView } from "./repeat-view";

/** Shows or puts away the repetitions with other seeds; they go on meanwhile. */
export function RepeatButton() {
  const { open, progress, show } = useRepeatView();
  return (
    <button
      type="button"
      className="dock-button dock-repeat"
      aria-pressed={open}
      title="Repeat with other seeds: what is the design, and what is chance?"
      onClick={() => show(!open)}
    >
      <TransportIcon name="repeat" />
      <span>Repeat{progress !== null && !open && ` ${progress}`}</span>
    </button>
  );
}
