import { lazy, Suspense, useCallback, useId, useState } from "react";
import { ChartCanvas } from "./chart-canvas";
import type { ChartDefinition, Tone } from "./chart-definitions";

// Few ask for it, and not at first.
const ChartTable = lazy(() => import("./chart-table").then((module) => ({ default: module.ChartTable })));

/** One chart with its title, what its lines mean, and the same as a table. */
export function ChartFigure({ definition }: { readonly definition: ChartDefinition }) {
  const [lines, setLines] = useState("[]");
  const [table, setTable] = useState(false);
  const [log, setLog] = useState(false);
  const title = useId();
  const onLines = useCallback((next: string) => setLines(next), []);
  return (
    <section className="chart" aria-labelledby={title}>
      <header className="chart-head">
        <h3 id={title}>{definition.title}</h3>
        <Legend lines={JSON.parse(lines)} none={definition.none} />
        {definition.canBeLog === true && !table && (
          <button type="button" className="chart-toggle" aria-pressed={log} onClick={() => setLog(!log)}>
            Log
          </button>
        )}
        <button type="button" className="chart-toggle" aria-pressed={table} onClick={() => setTable(!table)}>
          Table
        </button>
      </header>
      {table ? (
        <Suspense fallback={null}>
          <ChartTable definition={definition} />
        </Suspense>
      ) : (
        <ChartCanvas definition={definition} log={log} onLines={onLines} />
      )}
    </section>
  );
}

interface LegendProps {
  readonly lines: readonly (readonly [label: string, tone: Tone, dashed: boolean, doubt: string])[];
  readonly none: string;
}

function Legend({ lines, none }: LegendProps) {
  if (lines.length === 0) return <span className="chart-note">{none}</span>;
  return (
    <ul className="chart-legend">
      {lines.map(([label, tone, dashed, doubt]) => (
        <li key={label} title={doubt === "" ? label : doubt} data-doubted={doubt !== ""}>
          <i className="chart-mark" data-dashed={dashed} style={{ color: `var(--${tone})` }} />
          {label}
        </li>
      ))}
    </ul>
  );
}
