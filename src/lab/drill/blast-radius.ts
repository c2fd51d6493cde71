import type { FeltMetric, FeltReport } from "./report";

/**
 * What counts as felt: a figure left, for three windows in a row or more, the range that the steady state's windows had
 * shown, by more than the width of that range and more than a floor (`FLOORS`). The width once more on either side of
 * some dozens of windows is beyond what chance brings about; the floor is for figures that hardly moved before.
 */
const BEYOND = 1;
const IN_A_ROW = 3;
/** Fewer failed requests than this in the windows outside are not felt. */
const FEWEST_FAILED = 5;

export const FELT_METRICS = ["errors", "latency", "traffic", "load", "waiting"] as const satisfies readonly FeltMetric[];
const METRICS = FELT_METRICS.length;
const ERRORS = FELT_METRICS.indexOf("errors");

/** Least distance from the usual range: so much, or such a share of its greatest value. */
const FLOORS: Readonly<Record<FeltMetric, { readonly by: number; readonly ratio: number; readonly below: boolean }>> = {
  errors: { by: 0.01, ratio: 0, below: false },
  latency: { by: 1, ratio: 0.1, below: false },
  traffic: { by: 1, ratio: 0.1, below: true },
  load: { by: 0.1, ratio: 0, below: false },
  waiting: { by: 5, ratio: 0.1, below: false },
};

/** Who feels a drill, window by window: for each element and metric the usual range, and the rows of windows outside it. */
export class BlastRadius {
  private readonly low: Float64Array;
  private readonly high: Float64Array;
  /** The row of windows outside that is under way: how many, since when [ms], failed requests in it, and its worst value. */
  private readonly length: Int32Array;
  private readonly sinceMs: Float64Array;
  private readonly failed: Float64Array;
  private readonly rowWorst: Float64Array;
  /** What was felt: from the first to the last moment [ms], and the worst value; NaN where nothing was. */
  private readonly fromMs: Float64Array;
  private readonly untilMs: Float64Array;
  private readonly worst: Float64Array;

  constructor(elements: number) {
    const size = elements * METRICS;
    this.low = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
    this.high = new Float64Array(size).fill(Number.NEGATIVE_INFINITY);
    this.length = new Int32Array(size);
    this.sinceMs = new Float64Array(size);
    this.failed = new Float64Array(size);
    this.rowWorst = new Float64Array(size);
    this.fromMs = new Float64Array(size).fill(Number.NaN);
    this.untilMs = new Float64Array(size);
    this.worst = new Float64Array(size);
  }

  /** A window of the steady state showed this; NaN where there was nothing to measure. */
  usual(element: number, metric: number, value: number): void {
    const at = element * METRICS + metric;
    if (value < this.low[at]) this.low[at] = value;
    if (value > this.high[at]) this.high[at] = value;
  }

  /** A window after it showed this, with so many failed requests. */
  since(element: number, metric: number, value: number, failed: number, startMs: number, endMs: number): void {
    const at = element * METRICS + metric;
    const beyond = this.beyond(at, metric, value);
    if (!(beyond > this.margin(at, metric))) {
      this.length[at] = 0;
      return;
    }
    if (this.length[at] === 0) {
      this.sinceMs[at] = startMs;
      this.failed[at] = 0;
      this.rowWorst[at] = value;
    }
    this.length[at]++;
    this.failed[at] += failed;
    if (beyond > this.beyond(at, metric, this.rowWorst[at])) this.rowWorst[at] = value;
    const isFelt = this.length[at] >= IN_A_ROW && (metric !== ERRORS || this.failed[at] >= FEWEST_FAILED);
    if (!isFelt) return;
    if (!(this.fromMs[at] >= 0)) {
      this.fromMs[at] = this.sinceMs[at];
      this.worst[at] = this.rowWorst[at];
    }
    this.untilMs[at] = endMs;
    if (this.beyond(at, metric, this.rowWorst[at]) > this.beyond(at, metric, this.worst[at])) this.worst[at] = this.rowWorst[at];
  }

  felt(element: number): FeltReport["felt"] {
    return FELT_METRICS.flatMap((metric, i) => {
      const at = element * METRICS + i;
      if (!(this.fromMs[at] >= 0)) return [];
      const usual = [this.low[at], this.high[at]] as const;
      return [{ metric, usual, worst: this.worst[at], fromMs: this.fromMs[at], untilMs: this.untilMs[at] }];
    });
  }

  /** How far outside the usual range, on the side that matters; NaN where nothing is usual or measured. */
  private beyond(at: number, metric: number, value: number): number {
    if (this.high[at] < this.low[at]) return Number.NaN;
    const above = value - this.high[at];
    return FLOORS[FELT_METRICS[metric]].below ? Math.max(above, this.low[at] - value) : above;
  }

  private margin(at: number, metric: number): number {
    const { by, ratio } = FLOORS[FELT_METRICS[metric]];
    return Math.max(BEYOND * (this.high[at] - this.low[at]), by, ratio * this.high[at]);
  }
}
