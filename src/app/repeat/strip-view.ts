import type { ReplicationsSummary, Sample } from "../../lab/replications";
import type { MetricId } from "../../lab/statistics/metrics";
import { type FigureScale, figureScale } from "../statistics/figure-scale";
import { endsOf } from "../statistics/interval-words";
import { type StripRange, stripRange } from "./strip-geometry";

export interface Dot {
  readonly sample: Sample;
  readonly value: number;
}

/** One figure over all seeds, ready to be drawn. */
export interface StripView {
  /** Seeds that have the figure, by its size. */
  readonly dots: readonly Dot[];
  readonly range: StripRange;
  readonly scale: FigureScale;
}

export function stripView(id: MetricId, { samples, estimates }: ReplicationsSummary): StripView {
  const dots = samples
    .flatMap((sample) => {
      const value = sample.metrics[id];
      return value === null ? [] : [{ sample, value }];
    })
    .sort((a, b) => a.value - b.value);
  const found = estimates[id];
  const ends = found === null ? [] : Object.values(endsOf(found));
  const all = [...dots.map(({ value }) => value), ...ends];
  const range = stripRange(all.length === 0 ? [0] : all);
  const spread = (dots.at(-1)?.value ?? 0) - (dots[0]?.value ?? 0);
  return { dots, range, scale: figureScale(id, dots.at(-1)?.value ?? 0, spread / 10) };
}
