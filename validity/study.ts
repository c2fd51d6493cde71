import { Histogram, type HistogramPart } from "../src/base/histogram";
import { visitBuckets } from "./buckets";
import { type Experiment, type Figure, MEAN_PRECISION, type MeanFigure, QUANTILE_PRECISION, type QuantileFigure } from "./experiment";
import { play } from "./reading";
import { studentQuantile } from "./student";

/** What one replication contributes: a number or a histogram's part per figure. */
export interface Replication {
  readonly parts: readonly (number | HistogramPart)[];
  readonly events: number;
  readonly requests: number;
}

export interface Estimate {
  readonly figure: Figure;
  readonly value: number;
  /** At the level of the whole suite. */
  readonly low: number;
  readonly high: number;
  /** Half of the 95 % interval over the expected value. */
  readonly halfWidthRatio: number;
  readonly precision: number;
  readonly replications: number;
  readonly requests: number;
}

export interface Rules {
  /** Share of error that one row may take, two-sided: 0.05 over the number of rows (Bonferroni). */
  readonly alpha: number;
  /** Precisions are multiplied by this; above 1 in the fast part. */
  readonly coarser: number;
  /** Events that one experiment may use. */
  readonly maxEvents: number;
  readonly expected: (figure: Figure) => number;
}

/**
 * Replications in the pilot. Their variance alone sets how many follow and how wide the interval is, so that stopping
 * depends on nothing but them: Stein's two-stage procedure (Ann. Math. Stat. 16, 1945), whose level is exact where
 * stopping at the first narrow interval would be too sure of itself.
 */
export const PILOT = 32;
const T_95 = studentQuantile(0.975, PILOT - 1);
/** A quantile's pilot only predicts its width, so that the goal is set a little closer. */
const QUANTILE_MARGIN = 0.85;
/** A histogram says the middle of a bucket 1/128 wide: this is how far from it the truth can be. */
const RESOLUTION = 1 / 256;

export type Replicate = (first: number, count: number) => Promise<Replication[]>;

export function replication(experiment: Experiment, seed: number): Replication {
  const { reading, events, requests } = play(experiment.topology(seed), experiment.warmUpMs, experiment.spanMs, experiment.waits);
  const parts = experiment.figures.map((figure) => (figure.type === "quantile" ? figure.of(reading).part() : figure.read(reading)));
  return { parts, events, requests };
}

/** Runs an experiment until its figures are as precise as they should be, or its events are spent. */
export async function study(experiment: Experiment, replicate: Replicate, rules: Rules): Promise<Estimate[]> {
  const random = experiment.figures.some((figure) => figure.type !== "count");
  const pilot = await replicate(0, random ? PILOT : 1);
  const plans = experiment.figures.map((figure, i) =>
    plan(
      figure,
      pilot.map(({ parts }) => parts[i]),
      rules,
    ),
  );
  const wanted = Math.max(pilot.length, ...plans.map(({ replications }) => replications));
  const eventsEach = pilot.reduce((sum, { events }) => sum + events, 0) / pilot.length;
  const affordable = Math.max(pilot.length, Math.floor(rules.maxEvents / eventsEach));
  const rest = await replicate(pilot.length, Math.min(wanted, affordable) - pilot.length);
  const all = [...pilot, ...rest];
  const requests = all.reduce((sum, one) => sum + one.requests, 0);
  return plans.map(({ estimate }, i) => ({
    ...estimate(all.map(({ parts }) => parts[i])),
    figure: experiment.figures[i],
    replications: all.length,
    requests,
  }));
}

type Width = Pick<Estimate, "value" | "low" | "high" | "halfWidthRatio" | "precision">;
interface Plan {
  readonly replications: number;
  readonly estimate: (parts: readonly (number | HistogramPart)[]) => Width;
}

function plan(figure: Figure, pilot: readonly (number | HistogramPart)[], rules: Rules): Plan {
  if (figure.type === "quantile") return planQuantile(figure, pilot as HistogramPart[], rules);
  if (figure.type === "mean") return planMean(figure, pilot as number[], rules);
  const [value] = pilot as number[];
  const exact = { value, low: value - figure.rounding, high: value + figure.rounding, halfWidthRatio: 0, precision: 0 };
  return { replications: 1, estimate: () => exact };
}

function planMean(figure: Figure & MeanFigure, pilot: readonly number[], rules: Rules): Plan {
  const expected = Math.abs(rules.expected(figure));
  const deviation = deviationOf(pilot);
  const precision = (figure.precision ?? MEAN_PRECISION) * rules.coarser;
  const t = studentQuantile(1 - rules.alpha / 2, PILOT - 1);
  return {
    replications: Math.ceil(((T_95 * deviation) / (precision * expected)) ** 2),
    estimate: (parts) => {
      const value = meanOf(parts as number[]);
      const error = deviation / Math.sqrt(parts.length);
      return {
        value,
        low: value - t * error,
        high: value + t * error,
        halfWidthRatio: (T_95 * error) / expected,
        precision,
      };
    },
  };
}

/**
 * A quantile's interval after Woodruff (JASA 47, 1952): the interval of the share of requests below it, read back
 * through the distribution of all runs together, which has next to no bias where a quantile per run would.
 */
function planQuantile(figure: Figure & QuantileFigure, pilot: readonly HistogramPart[], rules: Rules): Plan {
  const { ratio, minus = 0 } = figure;
  const expected = Math.abs(rules.expected(figure));
  const precision = QUANTILE_PRECISION * rules.coarser;
  const pooledPilot = pooled(pilot);
  const at = pooledPilot.quantile(ratio);
  const deviation = deviationOf(pilot.map((part) => shareBelow(pooled([part]), at)));
  const t = studentQuantile(1 - rules.alpha / 2, PILOT - 1);
  const halfWidthRatio = (histogram: Histogram, error: number) =>
    ratio + T_95 * error >= 1
      ? Number.POSITIVE_INFINITY
      : (valueAt(histogram, ratio + T_95 * error) - valueAt(histogram, ratio - T_95 * error)) / (2 * expected);
  let replications = pilot.length;
  while (halfWidthRatio(pooledPilot, deviation / Math.sqrt(replications)) > QUANTILE_MARGIN * precision) {
    replications = Math.ceil(1.1 * replications);
  }
  return {
    replications,
    estimate: (parts) => {
      const all = pooled(parts as HistogramPart[]);
      const error = deviation / Math.sqrt(parts.length);
      return {
        value: all.quantile(ratio) - minus,
        low: all.quantile(Math.max(0, ratio - t * error)) * (1 - RESOLUTION) - minus,
        high: all.quantile(Math.min(1, ratio + t * error)) * (1 + RESOLUTION) - minus,
        halfWidthRatio: halfWidthRatio(all, error),
        precision,
      };
    },
  };
}

function pooled(parts: readonly HistogramPart[]): Histogram {
  const all = new Histogram();
  for (const part of parts) all.add(part);
  return all;
}

/** Share of the values below `atMs`, a straight line within its bucket. */
function shareBelow(histogram: Histogram, atMs: number): number {
  let below = 0;
  visitBuckets(histogram, (fromMs, toMs, count) => {
    if (toMs <= atMs) below += count;
    else if (fromMs < atMs) below += (count * (atMs - fromMs)) / (toMs - fromMs);
  });
  return below / histogram.count;
}

/** The inverse: a quantile without the steps of the buckets, for the width of an interval alone. */
function valueAt(histogram: Histogram, ratio: number): number {
  const wanted = ratio * histogram.count;
  let below = 0;
  let value = 0;
  visitBuckets(histogram, (fromMs, toMs, count) => {
    if (below < wanted) value = fromMs + (toMs - fromMs) * Math.min(1, (wanted - below) / count);
    below += count;
  });
  return value;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviationOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}
