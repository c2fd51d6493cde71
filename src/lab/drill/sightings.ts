import { WINDOW_COLUMNS, WINDOW_NODE_COLUMNS } from "../frame";
import { FELT_METRICS } from "./blast-radius";
import { measured } from "./measure";
import type { Reading } from "./readings";

const column = Object.fromEntries(WINDOW_NODE_COLUMNS.map((name, i) => [name, i])) as Record<(typeof WINDOW_NODE_COLUMNS)[number], number>;

/** What one element showed in one window: by `FELT_METRICS`, NaN where there was nothing to measure; and failed requests. */
export interface Sighting {
  readonly values: Float64Array;
  failed: number;
}

export function blankSighting(): Sighting {
  return { values: new Float64Array(FELT_METRICS.length), failed: 0 };
}

/** Of a node, from the row of a window. */
export function seeNode(row: Float64Array, node: number, seconds: number, into: Sighting): void {
  const at = WINDOW_COLUMNS.length + node * WINDOW_NODE_COLUMNS.length;
  const failed = row[at + column.failed];
  into.failed = failed;
  into.values[0] = failed / (row[at + column.ok] + failed);
  into.values[1] = row[at + column.p99Ms];
  into.values[2] = row[at + column.arrivals] / seconds;
  into.values[3] = row[at + column.utilisationRatio];
  into.values[4] = row[at + column.queued];
}

/** Of an operation: its requests have no slots and wait nowhere in particular. */
export function seeOperation(reading: Reading, into: Sighting): void {
  const of = (measure: string) => measured(measure, [reading]) ?? Number.NaN;
  into.failed = reading.failed;
  into.values.fill(Number.NaN);
  into.values[0] = of("errors");
  into.values[1] = of("p99");
  into.values[2] = of("throughput");
}
