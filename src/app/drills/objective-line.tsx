import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { nextVisit } from "../forms/edit";
import { useDocument } from "../stores/document-store";
import { completions, objectiveProblem } from "./objective-words";
import "./objective.css";

interface ObjectiveLineProps {
  readonly label: string;
  readonly text: string;
  /** Empty, and left so, it goes. */
  readonly autoFocus?: boolean;
  /** What is wrong with it in its drill, where its words alone are right. */
  readonly problem?: string | undefined;
  readonly verdict?: ReactNode;
  change(text: string, visit: number): void;
  remove(): void;
  /** Enter asks for the next line. */
  next(): void;
  /** The focus goes elsewhere. */
  leave?(): void;
}

/** One objective as text: what is wrong is shown under the character at fault, and what may come next below it. */
export function ObjectiveLine({ label, text, autoFocus = false, problem, verdict, change, remove, next, leave }: ObjectiveLineProps) {
  const topology = useDocument((state) => state.topology);
  const [draft, setDraft] = useState(text);
  const [focused, setFocused] = useState(false);
  const [at, setAt] = useState(-1);
  const input = useRef<HTMLInputElement>(null);
  const visit = useRef(0);
  const id = useId();
  useEffect(() => setDraft(text), [text]);
  useEffect(() => {
    if (autoFocus) input.current?.focus();
  }, [autoFocus]);
  const mistake = draft.trim() === "" ? null : objectiveProblem(topology, draft);
  const offers = focused ? completions(topology, draft) : [];
  const type = (value: string) => {
    setDraft(value);
    setAt(-1);
    if (value.trim() !== "") change(value, visit.current);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && offers.length > 0)
      setAt(
        (at + step + offers.length + 1) % (offers.length + 1) === offers.length
          ? -1
          : (Math.max(at, step > 0 ? -1 : 0) + step + offers.length) % offers.length,
      );
    else if (event.key === "Enter" && offers[at] !== undefined) type(offers[at].text);
    else if (event.key === "Enter") next();
    else if (event.key === "Escape" && at !== -1) setAt(-1);
    else if (event.key === "Backspace" && draft === "") remove();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const said = mistake !== null ? `At character ${mistake.at + 1}: ${mistake.message} ${mistake.remedy}` : problem;
  return (
    <div className="objective">
      <div className="objective-line">
        <div className="objective-box">
          <input
            ref={input}
            className="objective-input"
            value={draft}
            maxLength={200}
            spellCheck={false}
            autoComplete="off"
            placeholder="p99(checkout) < 300ms"
            role="combobox"
            aria-label={label}
            aria-expanded={offers.length > 0}
            aria-controls={`${id}-offers`}
            aria-activedescendant={at === -1 ? undefined : `${id}-${at}`}
            aria-invalid={said !== undefined || undefined}
            aria-describedby={said === undefined ? undefined : `${id}-said`}
            onFocus={() => {
              setFocused(true);
              visit.current = nextVisit();
            }}
            onBlur={() => {
              setFocused(false);
              if (draft.trim() === "") remove();
              else leave?.();
            }}
            onChange={(event) => type(event.target.value)}
            onKeyDown={onKeyDown}
          />
          {mistake !== null && (
            <span
              className="objective-squiggle"
              style={{ left: `calc(9px + ${mistake.at}ch)`, width: `${Math.max(1, mistake.length)}ch` }}
              aria-hidden="true"
            />
          )}
        </div>
        {verdict}
        <button
          type="button"
          className="dock-icon objective-remove"
          aria-label={`Remove ${draft || "this objective"}`}
          title="Remove"
          onClick={remove}
        >
          <svg viewBox="0 0 12 12" aria-hidden="true">
            <path d="M2 2l8 8M10 2l-8 8" />
          </svg>
        </button>
      </div>
      {said !== undefined && (
        <p id={`${id}-said`} className="objective-said" role={focused ? "status" : undefined}>
          {said}
        </p>
      )}
      {offers.length > 0 && (
        <div id={`${id}-offers`} role="listbox" aria-label="May come next" className="objective-offers" tabIndex={-1}>
          {offers.map((offer, i) => (
            <div
              key={offer.label}
              id={`${id}-${i}`}
              role="option"
              tabIndex={-1}
              aria-selected={i === at}
              title={offer.help}
              // The field keeps the focus: what is typed goes on from there.
              onPointerDown={(event) => {
                event.preventDefault();
                type(offer.text);
              }}
            >
              {offer.label}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
