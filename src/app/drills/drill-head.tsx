import { useEffect, useRef, useState } from "react";
import type { Problem } from "../../base/problem";
import type { Drill } from "../../topology/drills/schema";
import { TransportIcon } from "../dock/transport-icon";
import { nextVisit } from "../forms/edit";
import { useRun } from "../stores/run-store";
import { renameDrill } from "./drill-edit";
import { editInspected } from "./drill-focus";

/** What the drill is called, and what one can do with it as a whole. */
export function DrillHead({ drill, problems }: { readonly drill: Drill; readonly problems: readonly Problem[] }) {
  const isPlayed = useRun((run) => run.drill?.id === drill.id);
  const running = useRun((run) => run.drill?.id === drill.id && run.state === "running");
  const stuck = useRun((run) => run.problems.some(({ severity }) => severity === "error"));
  const { playDrill, leaveDrill, pause } = useRun((run) => run.controls);
  const blocked = stuck || problems.length > 0;
  return (
    <header className="drill-head drill-editor-head">
      <TitleField drill={drill} />
      <button type="button" className="chart-toggle" onClick={() => editInspected("")}>
        Settings
      </button>
      <span className="drill-space" />
      {isPlayed && (
        <button type="button" className="dock-button" title="Back to the plain run" onClick={leaveDrill}>
          Leave
        </button>
      )}
      {running ? (
        <button type="button" className="dock-button" onClick={pause}>
          <TransportIcon name="pause" /> Pause
        </button>
      ) : (
        <button
          type="button"
          className="dock-button"
          disabled={blocked}
          title="Play it at the speed that is set, from its beginning"
          onClick={() => playDrill(drill.id, false)}
        >
          <TransportIcon name="play" /> Watch
        </button>
      )}
      <button
        type="button"
        className="dock-button drill-run"
        disabled={blocked}
        title="Play it to its end, as fast as possible"
        onClick={() => playDrill(drill.id, true)}
      >
        <TransportIcon name="end" /> Run drill
      </button>
    </header>
  );
}

/** Keystrokes of one visit are one step to undo; an empty title is not taken. */
function TitleField({ drill }: { readonly drill: Drill }) {
  const [text, setText] = useState(drill.title);
  const visit = useRef(0);
  useEffect(() => setText(drill.title), [drill.title]);
  return (
    <input
      className="drill-title"
      aria-label="Title of the drill"
      maxLength={120}
      size={Math.max(8, text.length + 1)}
      value={text}
      onFocus={() => {
        visit.current = nextVisit();
      }}
      onChange={(event) => {
        setText(event.target.value);
        if (event.target.value.trim() !== "") renameDrill(drill, event.target.value, visit.current);
      }}
      onBlur={() => setText(drill.title)}
      onKeyDown={(event) => {
        if (event.key === "Enter" || event.key === "Escape") event.currentTarget.blur();
      }}
    />
  );
}
