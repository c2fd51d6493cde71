import { useState } from "react";
import type { Sample } from "../../lab/replications";
import type { ReplicationsResult } from "../../lab/replications-result";
import type { Topology } from "../../topology/schema";
import { downloadText, fileNameOf } from "../persistence/files";
import { useDocument } from "../stores/document-store";
import { repeatsAsCsv, repeatsAsJson } from "./export-repeats";
import { notesOn, outcomeWords } from "./outcome-words";
import { useRepetition } from "./repetition";
import { SeedStrip } from "./seed-strip";
import { SeedTable } from "./seed-table";
import { SHOWN_METRICS } from "./shown-metrics";
import { isStillSame, takeSeed } from "./take-seed";

/** What the repetition has found so far. */
export function RepeatResults() {
  const { topology, result, problem } = useRepetition();
  if (problem !== null) {
    return (
      <div className="repeat-results">
        <p className="repeat-note repeat-note-bad" role="alert">
          <strong>{problem.message}</strong> {problem.remedy}
        </p>
      </div>
    );
  }
  if (topology === null || result === null) return <Invitation />;
  return <Found topology={topology} result={result} />;
}

function Invitation() {
  return (
    <div className="repeat-results repeat-empty">
      <p>
        One run is one roll of the dice. Repeated with other seeds, the same design shows how far each figure moves by chance alone: a dot
        per seed, its mean, and the 95 % interval.
      </p>
    </div>
  );
}

interface FoundProps {
  readonly topology: Topology;
  readonly result: ReplicationsResult;
}

function Found({ topology, result }: FoundProps) {
  const { running, goal } = useRepetition();
  const now = useDocument((state) => state.topology);
  const [table, setTable] = useState(false);
  const [pointed, setPointed] = useState<number | null>(null);
  const current = isStillSame(topology, now);
  const take = (sample: Sample) => takeSeed(sample, current);
  return (
    <div className="repeat-results">
      <header className="repeat-head">
        <p role="status" className="repeat-outcome">
          {outcomeWords(result, goal)}
        </p>
        <button type="button" className="chart-toggle" aria-pressed={table} onClick={() => setTable(!table)}>
          Table
        </button>
        <Exports result={result} />
      </header>
      {!current && (
        <p className="repeat-note repeat-note-warn" role="status">
          <strong>Of an earlier version.</strong> The document has changed since these seeds ran. Repeat to see what it does now.
        </p>
      )}
      {notesOn(result, running).map(({ tone, title, text }) => (
        <p key={title} className={`repeat-note repeat-note-${tone}`}>
          <strong>{title}.</strong> {text}
        </p>
      ))}
      {table ? (
        <SeedTable summary={result} onTake={take} />
      ) : (
        <div className="repeat-strips" data-earlier={!current}>
          {SHOWN_METRICS.map((id) => (
            <SeedStrip key={id} id={id} summary={result} ownSeed={now.run.seed} pointed={pointed} onPoint={setPointed} onTake={take} />
          ))}
        </div>
      )}
    </div>
  );
}

function Exports({ result }: { readonly result: ReplicationsResult }) {
  const name = `${result.topology} repeated`;
  return (
    <>
      <button
        type="button"
        className="chart-toggle"
        aria-label="Export as JSON"
        onClick={() => downloadText(fileNameOf(name), repeatsAsJson(result))}
      >
        JSON
      </button>
      <button
        type="button"
        className="chart-toggle"
        aria-label="Export as CSV"
        onClick={() => downloadText(fileNameOf(name, "csv"), repeatsAsCsv(result), "text/csv")}
      >
        CSV
      </button>
    </>
  );
}
