import type { RunStatistics } from "../../lab/result";
import { useRepeatView } from "../repeat/repeat-view";
import { batchWords, meanWords, runFigures, warmUpWords } from "./run-words";

interface RunJudgedProps {
  readonly statistics: RunStatistics;
}

/** How well the figures of a run are known, in one line; or why they are not. */
export function RunJudged({ statistics }: RunJudgedProps) {
  const { verdict, words, batches } = statistics;
  if (verdict !== "steady") {
    return (
      <>
        <b>{words}</b>
        {verdict === "conditions change" && (
          <button type="button" className="chart-toggle run-line-button" onClick={() => useRepeatView.getState().begin()}>
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
