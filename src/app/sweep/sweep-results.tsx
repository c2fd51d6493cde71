import { useState } from "react";
import type { SweepResult } from "../../lab/replications-result";
import { METRICS } from "../../lab/statistics/metrics";
import { withField } from "../../topology/set-field";
import { downloadText, fileNameOf } from "../persistence/files";
import { tell } from "../persistence/notice-store";
import { SHOWN_METRICS } from "../repeat/shown-metrics";
import { isStillSame } from "../repeat/take-seed";
import { useDocument } from "../stores/document-store";
import { useSweep } from "./sweep";
import { SweepPlot } from "./sweep-plot";
import { pointsOf } from "./sweep-points";
import { SweepTable } from "./sweep-table";
import "./sweep.css";

/** What varying a setting has shown so far. */
export function SweepResults() {
  const { field, topology, result, problem, running } = useSweep();
  const now = useDocument((state) => state.topology);
  const [table, setTable] = useState(false);
  if (problem !== null) {
    return (
      <div className="repeat-results">
        <p className="repeat-note repeat-note-bad" role="alert">
          <strong>{problem.message}</strong> {problem.remedy}
        </p>
      </div>
    );
  }
  if (field === null || topology === null || result === null) {
    return (
      <div className="repeat-results repeat-empty">
        <p>
          What does one setting do? The design runs once per value and seed; every value meets the same arrivals, so that what differs is
          the setting. Where a curve bends is the bottleneck.
        </p>
      </div>
    );
  }
  const { points } = result;
  const unsteady = points.filter(({ result: { verdict } }) => verdict === "no steady state").map(({ value }) => String(value));
  const take = (value: number) => {
    const made = withField(useDocument.getState().topology, field.path, value);
    if (!made.ok) {
      tell(`${made.error[0]?.message} ${made.error[0]?.remedy}`);
      return;
    }
    useDocument.getState().change(`Set ${field.title.toLowerCase()} to ${value}`, () => made.value);
  };
  return (
    <div className="repeat-results">
      <header className="repeat-head">
        <p role="status" className="repeat-outcome">
          {running
            ? ""
            : `${points.length} values of ${field.name.toLowerCase()} have run, ${points[0]?.result.samples.length ?? 0} seeds each.`}
        </p>
        <button type="button" className="chart-toggle" aria-pressed={table} onClick={() => setTable(!table)}>
          Table
        </button>
        <button
          type="button"
          className="chart-toggle"
          aria-label="Export as JSON"
          onClick={() => downloadText(fileNameOf(`${topology.name} varied`), `${JSON.stringify(result, null, 2)}\n`)}
        >
          JSON
        </button>
        <button
          type="button"
          className="chart-toggle"
          aria-label="Export as CSV"
          onClick={() => downloadText(fileNameOf(`${topology.name} varied`, "csv"), sweepAsCsv(result), "text/csv")}
        >
          CSV
        </button>
      </header>
      {!isStillSame(topology, now) && (
        <p className="repeat-note repeat-note-warn" role="status">
          <strong>Of an earlier version.</strong> The document has changed since these values ran.
        </p>
      )}
      {unsteady.length > 0 && (
        <p className="repeat-note repeat-note-bad">
          <strong>No steady state at {unsteady.join(", ")}.</strong> A longer run would give other figures there: the backlog grows.
        </p>
      )}
      {table ? (
        <SweepTable title={field.name} points={points} onTake={take} />
      ) : (
        <div className="sweep-plots">
          {SHOWN_METRICS.map((id) => (
            <SweepPlot key={id} id={id} points={points} />
          ))}
        </div>
      )}
    </div>
  );
}

/** One line per value and metric, for a spreadsheet: RFC 4180, units in the names, nothing rounded. */
export function sweepAsCsv({ field, points }: SweepResult): string {
  const lines = METRICS.flatMap(({ id }) =>
    pointsOf(id, points).map(({ value, mean, low, high }) => [value, id, mean ?? "", mean === null ? "" : low, mean === null ? "" : high]),
  );
  const quoted = `"${field.replaceAll('"', '""')}"`;
  return [[quoted, "metric", "mean", "low95", "high95"], ...lines].map((line) => `${line.join(",")}\r\n`).join("");
}
