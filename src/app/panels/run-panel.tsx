import { problemText } from "../../base/problem";
import { setRun } from "../../topology/edit/config";
import { runSchema, type Topology } from "../../topology/schema";
import { mergeKeyOf } from "../forms/edit";
import { SchemaForm } from "../forms/schema-form";
import { useDocument } from "../stores/document-store";
import { useRun } from "../stores/run-store";
import { useSelection } from "../stores/selection-store";
import { useFindings } from "./use-findings";
import "./findings.css";

/** What the inspector shows with nothing selected: what stops the run, what it found, and its settings. */
export function RunPanel() {
  const topology = useDocument((state) => state.topology);
  const change = useDocument((state) => state.change);
  return (
    <>
      <Problems />
      <Findings />
      <section aria-label="About this document">
        <h3 className="panel-heading">About this document</h3>
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
      <section aria-label="Run">
        <h3 className="panel-heading">Run</h3>
        <SchemaForm
          schema={runSchema}
          value={topology.run}
          onChange={(value, edit) =>
            change(
              `Change ${edit.title.toLowerCase()}`,
              (t) => setRun(t, value as Topology["run"]),
              mergeKeyOf("run", edit),
            )
          }
        />
      </section>
    </>
  );
}

function Problems() {
  const problems = useRun((state) => state.problems);
  if (problems.length === 0) return null;
  return (
    <section aria-label="Problems">
      <h3 className="panel-heading">
        {problems.some(({ severity }) => severity === "error") ? "This cannot run yet" : "Worth a look"}
      </h3>
      <ul className="finding-list">
        {problems.map((problem) => (
          <li
            key={problemText(problem)}
            className={problem.severity === "error" ? "finding finding-bad" : "finding finding-warn"}
          >
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
      <h3 className="panel-heading">Findings</h3>
      {found.length === 0 && (
        <p className="panel-empty">Nothing stands out so far. Start the run, or break something.</p>
      )}
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
