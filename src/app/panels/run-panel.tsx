import { lazy, Suspense, useState } from "react";
import { problemText } from "../../base/problem";
import { useDocument } from "../stores/document-store";
import { useRun } from "../stores/run-store";
import { useSelection } from "../stores/selection-store";
import { useFindings } from "./use-findings";
import "./findings.css";

const RunForm = lazy(() => import("./run-form").then((module) => ({ default: module.RunForm })));

/** What the inspector shows with nothing selected: what stops the run, what it found, and its settings. */
export function RunPanel() {
  const topology = useDocument((state) => state.topology);
  const change = useDocument((state) => state.change);
  return (
    <>
      <Problems />
      <Findings />
      <section aria-label="About this document">
        <h2 className="panel-heading">About this document</h2>
        <textarea
          className="inspector-note"
          aria-label="Description"
          placeholder="What this architecture is, what to try, what to look at."
          maxLength={5000}
          rows={Math.min(12, 2 + Math.ceil(topology.description.length / 40))}
          value={topology.description}
          onChange={(event) => {
            const description = event.target.value;
            change("Edit description", (t) => ({ ...t, description }), "description");
          }}
        />
      </section>
      <RunSettings />
    </>
  );
}

/** Folded at first: the seed also stands beside the clock, and the form can come when it is wanted. */
function RunSettings() {
  const [open, setOpen] = useState(false);
  return (
    <details className="panel-fold" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Seed and duration</summary>
      {open && (
        <Suspense fallback={null}>
          <RunForm />
        </Suspense>
      )}
    </details>
  );
}

function Problems() {
  const problems = useRun((state) => state.problems);
  if (problems.length === 0) return null;
  return (
    <section aria-label="Problems">
      <h2 className="panel-heading">{problems.some(({ severity }) => severity === "error") ? "This cannot run yet" : "Worth a look"}</h2>
      <ul className="finding-list">
        {problems.map((problem) => (
          <li key={problemText(problem)} className={problem.severity === "error" ? "finding finding-bad" : "finding finding-warn"}>
            <strong>{problem.message}</strong>
            <span>{problem.remedy}</span>
            {problem.path !== "" && <code>{problem.path}</code>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Findings() {
  const found = useFindings();
  const select = useSelection((state) => state.select);
  return (
    <section aria-label="Findings">
      <h2 className="panel-heading">Findings</h2>
      {found.length === 0 && <p className="panel-empty">Nothing stands out so far. Start the run, or break something.</p>}
      <ul className="finding-list">
        {found.map(({ id, title, text, tone, about }) => (
          <li key={id} className={`finding finding-${tone}`}>
            {about === undefined ? (
              <strong>{title}</strong>
            ) : (
              <button type="button" onClick={() => select([about])}>
                {title}
              </button>
            )}
            {text !== "" && <span>{text}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
