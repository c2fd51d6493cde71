import { useRepeatView } from "../repeat/repeat-view";
import { useRun } from "../stores/run-store";
import { batchWords, meanWords, runFigures, warmUpWords } from "./run-words";

/** How well the figures of this run are known, in one line above its charts; or why they are not. */
export function RunLine() {
  const statistics = useRun((run) => run.statistics);
  return (
    <div className="run-line" role="status" data-tone={toneOf(statistics)}>
      {statistics === null ? <Waiting /> : <Judged statistics={statistics} />}
    </div>
  );
}

type Statistics = NonNullable<ReturnType<typeof useRun.getState>["statistics"]>;

const TONES = {
  steady: "calm",
  "conditions change": "calm",
  "run too short": "warn",
  "no steady state": "bad",
} as const;

function toneOf(statistics: Statistics | null): "calm" | "warn" | "bad" {
  if (statistics === null) return "calm";
  return statistics.batches?.correlated === true && statistics.verdict === "steady"
    ? "warn"
    : TONES[statistics.verdict];
}

function Waiting() {
  const running = useRun((run) => run.state === "running");
  return <span>{running ? "Pause or finish the run to see how well its figures are known." : ""}</span>;
}

function Judged({ statistics }: { readonly statistics: Statistics }) {
  const { verdict, words, batches } = statistics;
  if (verdict !== "steady") {
    return (
      <>
        <b>{words}</b>
        {verdict === "conditions change" && (
          <button
            type="button"
            className="chart-toggle run-line-button"
            onClick={() => useRepeatView.getState().begin()}
          >
            Repeat with 30 seeds
          </button>
        )}
      </>
    );
  }
  const mean = meanWords(statistics);
  const warmUp = warmUpWords(statistics);
  return (
    <>
      {mean !== null && (
        <span>
          Mean latency <b>{mean}</b>, {batchWords(statistics)}
        </span>
      )}
      {batches?.correlated === true && (
        <span className="run-line-doubt" title={words}>
          batches alike: intervals too narrow
        </span>
      )}
      {runFigures(statistics).map(({ id, title, text, doubt }) =>
        doubt === undefined ? (
          <span key={id}>
            {title} <b>{text}</b>
          </span>
        ) : (
          <span key={id} title={doubt} data-doubted="true">
            {title} {text}
            <span className="visually-hidden">, {doubt}</span>
          </span>
        ),
      )}
      {warmUp !== "" && (
        <span>
          <i className="run-line-warm-up" />
          {warmUp}
        </span>
      )}
    </>
  );
}
