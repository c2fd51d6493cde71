import { lazy, Suspense } from "react";
import type { RunStatistics } from "../../lab/result";
import { useRun } from "../stores/run-store";

// Nothing is judged before the first pause.
const RunJudged = lazy(() => import("./run-judged").then((module) => ({ default: module.RunJudged })));

const TONES = {
  steady: "calm",
  "conditions change": "calm",
  "run too short": "warn",
  "no steady state": "bad",
} as const;

/** The line above the charts that says how well the run is known. */
export function RunLine() {
  const statistics = useRun((run) => run.statistics);
  const state = useRun((run) => run.state);
  return (
    <div className="run-line" role="status" data-tone={statistics === null ? "calm" : toneOf(statistics)}>
      {statistics !== null && (
        <Suspense fallback={null}>
          <RunJudged statistics={statistics} />
        </Suspense>
      )}
      {state === "running" && "Pause or finish the run to see how well its figures are known."}
      {state === "idle" && statistics === null && "Play the run, or run it to its end, to see its figures and how well they are known."}
    </div>
  );
}

function toneOf({ verdict, batches }: RunStatistics): "calm" | "warn" | "bad" {
  return verdict === "steady" && batches?.correlated === true ? "warn" : TONES[verdict];
}
