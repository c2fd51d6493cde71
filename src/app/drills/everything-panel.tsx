import { useEffect, useMemo } from "react";
import { problemText } from "../../base/problem";
import type { EverythingResult, Harm, Loss } from "../../lab/drill/everything/ranking";
import { useMarks } from "../canvas/marks-store";
import { sameSimulation } from "../dock/same-simulation";
import { useDocument } from "../stores/document-store";
import { useRun } from "../stores/run-store";
import { useSelection } from "../stores/selection-store";
import { useEverything } from "./everything-store";

/** Every node and link is taken away in turn: what hurts is found by experiment, not by a label. */
export function EverythingPanel() {
  const { running, topology: drilled, ratio, result, problem, start, cancel } = useEverything();
  const topology = useDocument((state) => state.topology);
  const stuck = useRun((run) => run.problems.some(({ severity }) => severity === "error"));
  const isPossible = topology.links.length > 0 && !stuck;
  const isEarlier = useMemo(() => drilled !== null && !sameSimulation(drilled, topology), [drilled, topology]);
  const percent = Math.floor(100 * ratio);
  return (
    <div className="drill-editor drill-everything">
      <header className="drill-head">
        <h3>Drill everything</h3>
        <span className="drill-space" />
        {running ? (
          <>
            <div
              className="repeat-bar"
              role="progressbar"
              aria-label="Drill of everything"
              aria-valuemin={0}
              aria-valuemax={100}
              aria-valuenow={percent}
            >
              <div style={{ transform: `scaleX(${ratio})` }} />
            </div>
            <button type="button" className="dock-button" onClick={cancel}>
              Cancel
            </button>
          </>
        ) : (
          <button type="button" className="dock-button drill-run" disabled={!isPossible} onClick={start}>
            Take each away in turn
          </button>
        )}
      </header>
      {problem !== null && (
        <p className="drill-problems" role="alert">
          {problemText(problem)}
        </p>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <section className="drill-outcome-body" aria-label="What hurts" tabIndex={0}>
        {result === null && (
          <p className="drill-note">
            Each node and each link is lost in a run of its own, beside the same run without it. What takes a client or an operation away
            alone is a single point of failure.
          </p>
        )}
        {isEarlier && (
          <p className="drill-note drill-note-warn">
            <strong>Of an earlier version.</strong> The document has changed since.
          </p>
        )}
        {result !== null && <Ranking result={result} />}
      </section>
      {result !== null && !isEarlier && <SinglePointMarks result={result} />}
    </div>
  );
}

const HARMS: Readonly<Record<Harm, string>> = { gone: "gone", hurt: "hurt", bumpy: "until noticed", unfelt: "not felt" };
const SHARES: Readonly<Record<Loss["unit"], (replicas: number) => string>> = {
  node: () => "",
  replica: (replicas) => `, 1 of ${replicas}`,
  leader: () => ", the leader",
  "all replicas": (replicas) => `, all ${replicas}`,
  link: () => ", link",
};

function Ranking({ result: { losses } }: { readonly result: EverythingResult }) {
  const single = losses.filter(({ isSinglePoint }) => isSinglePoint).map(({ name }) => name);
  return (
    <>
      <p role="status">
        {single.length === 0
          ? "No single point of failure: nothing that fails alone takes a client or an operation away."
          : `Single points of failure: ${single.join(", ")}.`}
      </p>
      <table className="drill-table">
        <caption className="visually-hidden">Losses, the worst first</caption>
        <thead>
          <tr>
            <th scope="col">Lost</th>
            <th scope="col">Answers</th>
            <th scope="col">Away for good</th>
            <th scope="col">Failed in 80 s</th>
            <th scope="col">Hit hardest</th>
          </tr>
        </thead>
        <tbody>
          {losses.map((loss) => (
            <tr key={loss.drill} data-harm={loss.harm}>
              <th scope="row">
                <button type="button" className="drill-link" onClick={() => useSelection.getState().select([loss.id])}>
                  {loss.name}
                </button>
                {SHARES[loss.unit](loss.replicas)}
              </th>
              <td>{HARMS[loss.harm]}</td>
              <td className="drill-number">{percentText(loss.lostRatio)}</td>
              <td className="drill-number">{Math.round(loss.failed).toLocaleString("en")}</td>
              <td>{hardest(loss)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function hardest({ harm, missing }: Loss): string {
  const [first] = [...missing].sort((a, b) => b.lostRatio - a.lostRatio);
  return first === undefined || harm === "bumpy" || harm === "unfelt" ? "" : `${first.name}, ${percentText(first.lostRatio)}`;
}

const percentText = (ratio: number) => `${(100 * ratio).toFixed(1)} %`;

/** Single points of failure stand out on the canvas while the ranking is shown. */
function SinglePointMarks({ result }: { readonly result: EverythingResult }) {
  useEffect(() => {
    const { nodes, links } = result.singlePoints;
    useMarks.setState({ marks: new Map([...nodes, ...links].map((id) => [id, "blast-hit"])) });
    return () => useMarks.setState({ marks: new Map() });
  }, [result]);
  return null;
}
