import { WINDOW_COLUMNS, WINDOW_NODE_COLUMNS } from "../frame";
import type { Sighting } from "./blast-radius";
import { measured } from "./measure";
import type { Reading } from "./readings";
import type { FeltMetric } from "./report";

const START = WINDOW_COLUMNS.indexOf("startMs");
const END = WINDOW_COLUMNS.indexOf("endMs");
const column = Object.fromEntries(WINDOW_NODE_COLUMNS.map((name, i) => [name, i])) as Record<(typeof WINDOW_NODE_COLUMNS)[number], number>;

/** By metric, what one node showed in each window, from the rows of the run's windows. */
export function sightingsOfNode(rows: readonly { readonly values: Float64Array }[], node: number): Readonly<Record<FeltMetric, readonly Sighting[]>> {
  const base = WINDOW_COLUMNS.length + node * WINDOW_NODE_COLUMNS.length;
  const each = (value: (of: (name: keyof typeof column) => number, seconds: number) => number) =>
    rows.map(({ values }) => {
      const of = (name: keyof typeof column) => values[base + column[name]];
      return {
        startMs: values[START],
        endMs: values[END],
        value: value(of, (values[END] - values[START]) / 1000),
        failed: of("failed"),
      };
    });
  return {
    errors: each((of) => of("failed") / (of("ok") + of("failed"))),
    latency: each((of) => of("p99Ms")),
    traffic: each((of, seconds) => of("arrivals") / seconds),
    load: each((of) => of("utilisationRatio")),
    waiting: each((of) => of("queued")),
  };
}

/** The same of one operation, from its readings; requests have no slots and wait nowhere in particular. */
export function sightingsOfOperation(readings: readonly Reading[]): Readonly<Partial<Record<FeltMetric, readonly Sighting[]>>> {
  const each = (measure: string) =>
    readings.map((reading) => ({
      startMs: reading.startMs,
      endMs: reading.endMs,
      value: measured(measure, [reading]) ?? Number.NaN,
      failed: reading.failed,
    }));
  return { errors: each("errors"), latency: each("p99"), traffic: each("throughput") };
}
