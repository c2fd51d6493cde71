import type { ReplicationsSummary, Sample } from "../../lab/replications";
import type { MetricId } from "../../lab/statistics/metrics";
import { type FigureScale, figureScale } from "../statistics/figure-scale";
import { endsOf } from "../statistics/interval-words";
import { place, type StripRange, stripRange, tickStep, ticksIn } from "./strip-geometry";

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
  /** Values named along the strip, and where [%]. */
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
}

/** Closer to an end than this [%] a tick's words would not fit. */
const TICK_ROOM = 5;

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
  const least = Math.min(...all);
  const most = Math.max(...all);
  const range = stripRange(all.length === 0 ? [0] : all);
  const fits = (tick: number) => place(range, tick) >= TICK_ROOM && place(range, tick) <= 100 - TICK_ROOM;
  const scale = figureScale(id, most, (most - least) / 10);
  const tickScale = least === most ? scale : figureScale(id, most, tickStep(range) * 10);
  const values = least === most ? [most] : ticksIn(range).filter(fits);
  const ticks = values.map((value) => ({ at: place(range, value), text: tickScale.print(value) }));
  return { dots, range, scale, ticks };
}
