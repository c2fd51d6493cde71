import { Histogram } from "../../base/histogram";
import { PERCENTILES } from "../../topology/objectives/measures";
import type { Reading } from "./readings";

/** The worst of a value over windows depends on which side of the limit is bad. */
type Fold = (readings: readonly Reading[]) => number | null;

const scratch = new Histogram();

function percentile(share: number): Fold {
  return (readings) => {
    scratch.clear();
    for (const { latency } of readings) scratch.add(latency);
    return scratch.count === 0 ? null : scratch.quantile(share);
  };
}

const total = (readings: readonly Reading[], of: (reading: Reading) => number) => readings.reduce((sum, reading) => sum + of(reading), 0);
const ended = (readings: readonly Reading[]) => total(readings, ({ ok, failed }) => ok + failed);
const seconds = (readings: readonly Reading[]) => total(readings, ({ startMs, endMs }) => endMs - startMs) / 1000;
const most =
  (of: (reading: Reading) => number): Fold =>
  (readings) =>
    readings.length === 0 ? null : Math.max(...readings.map(of));
const share =
  (part: (reading: Reading) => number): Fold =>
  (readings) => {
    const all = ended(readings);
    return all === 0 ? null : total(readings, part) / all;
  };
const rate =
  (of: (reading: Reading) => number): Fold =>
  (readings) =>
    readings.length === 0 ? null : total(readings, of) / seconds(readings);

const folds: Readonly<Record<string, Fold>> = {
  ...Object.fromEntries(Object.entries(PERCENTILES).map(([id, ratio]) => [id, percentile(ratio)])),
  mean: (readings) => {
    const count = total(readings, ({ latency }) => latency.count);
    return count === 0 ? null : total(readings, ({ latency }) => latency.sum) / count;
  },
  max: (readings) =>
    ended(readings) === 0 || total(readings, ({ latency }) => latency.count) === 0
      ? null
      : Math.max(...readings.map(({ latency }) => latency.max)),
  errors: share(({ failed }) => failed),
  availability: share(({ ok }) => ok),
  throughput: rate(({ ok }) => ok),
  goodput: rate(({ good }) => good),
  utilisation: (readings) => {
    const capacity = total(readings, (reading) => reading.capacity);
    return capacity === 0 ? null : total(readings, ({ busy }) => busy) / capacity;
  },
  "queue.depth": most(({ queued }) => queued),
  "queue.age": most(({ ageMs }) => ageMs),
  lag: most(({ lag }) => lag),
};

/** The value of a measure over neighbouring windows of its subject; null where there is nothing to measure. */
export function measured(measure: string, readings: readonly Reading[]): number | null {
  return folds[measure](readings);
}

/** Of what is counted over the whole run: what has been added since `before`, the reading that came before the span. */
export function addedSince(measure: "rpo" | "rto", before: Reading | undefined, last: Reading | undefined): number | null {
  if (last === undefined) return null;
  if (measure === "rpo") return last.lost - (before?.lost ?? 0);
  // A longest time cannot be split: one that was there before and was not exceeded did not happen in this span.
  return last.rtoMs > (before?.rtoMs ?? 0) ? last.rtoMs : 0;
}
