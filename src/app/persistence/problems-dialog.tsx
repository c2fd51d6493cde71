import type { Problem } from "../../base/problem";
import { MAX_PROBLEMS } from "../../topology/limits";
import { importTopology } from "./actions";
import { type Refusal, useDocumentDialogs } from "./dialog-store";
import { Modal } from "./modal";

/** Why something could not be opened: each place, what is wrong there, and how to mend it. */
export function ProblemsDialog({ refusal }: { readonly refusal: Refusal }) {
  const close = useDocumentDialogs((state) => state.close);
  const { source, problems, salvaged } = refusal;
  return (
    <Modal title={`${source} cannot be opened`} wide onClose={close}>
      <p className="modal-lead">
        {problems.length === 1
          ? "There is one problem"
          : `There are ${problems.length >= MAX_PROBLEMS ? `${MAX_PROBLEMS} problems or more` : `${problems.length} problems`}`}
        . Your open document is as it was.
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard (WCAG 2.1.1). */}
      <ul className="problems" tabIndex={0} aria-label="Problems">
        {problems.map((problem) => (
          <ProblemRow key={`${problem.path} ${problem.message}`} problem={problem} />
        ))}
      </ul>
      <footer className="modal-foot">
        {salvaged === null ? null : (
          <button type="button" className="modal-button" onClick={() => void importTopology(salvaged).then(close)}>
            Open what is sound ({salvaged.nodes.length} {salvaged.nodes.length === 1 ? "node" : "nodes"}, {salvaged.links.length}{" "}
            {salvaged.links.length === 1 ? "link" : "links"})
          </button>
        )}
        <button type="button" className="modal-button modal-primary" onClick={close}>
          Keep my document
        </button>
      </footer>
    </Modal>
  );
}

function ProblemRow({ problem }: { readonly problem: Problem }) {
  return (
    <li className="problem">
      {problem.path === "" ? null : <code className="problem-path">{problem.path}</code>}
      <span className="problem-message">{problem.message}</span>
      <span className="problem-remedy">{problem.remedy}</span>
    </li>
  );
}
