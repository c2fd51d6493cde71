import { ARRIVALS, BUSY, CAPACITY, FAILED, INSIDE, QUEUED, SERVED } from "../engine/meter";
import type { Sim } from "../engine/sim";
import { OUTCOMES } from "../engine/outcome";
import { WINDOW_COLUMNS, WINDOW_NODE_COLUMNS } from "./frame";

/** Window lengths that read well on a time axis [ms]. */
const LENGTHS = [50, 100, 250, 500, 1000, 2000, 5000, 10_000, 30_000, 60_000, 120_000, 300_000];
const MOST_WINDOWS = 150;

/**
 * The shortest readable length that keeps a run below so many windows, 150 unless told: finer ones hold too few requests
 * to say much of a percentile [ms].
 */
export function windowLengthMs(durationMs: number, most = MOST_WINDOWS): number {
  return LENGTHS.find((length) => durationMs / length <= most) ?? LENGTHS[LENGTHS.length - 1];
}

export function windowStride(nodes: number): number {
  return WINDOW_COLUMNS.length + nodes * WINDOW_NODE_COLUMNS.length + OUTCOMES.length;
}

/** Reads the run's meters at the end of each window; what happened between two readings is one row. */
export class Windows {
  /** Every row so far, frozen so that a snapshot leaves them out, and how many of them have been taken. */
  readonly rows: { readonly values: Float64Array }[] = [];
  private taken = 0;
  private startMs = 0;
  private before = { issued: 0, ok: 0, good: 0, failed: 0 };
  private readonly reasons = new Float64Array(OUTCOMES.length);
  private readonly arrivals: Float64Array;
  private readonly served: Float64Array;
  private readonly failures: Float64Array;
  private readonly busyArea: Float64Array;
  private readonly capacityArea: Float64Array;
  /** 1 where nothing happened in the last window: if nothing happens in this one either, its figures stay. */
  private readonly idle: Uint8Array;
  /** Of the last closed window, for the live node table: rates per second and shares. */
  readonly last: { readonly arrivals: Float64Array; readonly ok: Float64Array; readonly failed: Float64Array };
  readonly utilisation: Float64Array;
  readonly quantiles: { readonly p50: Float64Array; readonly p95: Float64Array; readonly p99: Float64Array };

  constructor(private readonly sim: Sim) {
    const perNode = () => new Float64Array(sim.plan.nodes.length);
    this.arrivals = perNode();
    this.served = perNode();
    this.failures = perNode();
    this.busyArea = perNode();
    this.capacityArea = perNode();
    this.idle = new Uint8Array(sim.plan.nodes.length);
    this.last = { arrivals: perNode(), ok: perNode(), failed: perNode() };
    this.utilisation = perNode();
    this.quantiles = {
      p50: perNode().fill(Number.NaN),
      p95: perNode().fill(Number.NaN),
      p99: perNode().fill(Number.NaN),
    };
  }

  /** Ends the window now. */
  close(): void {
    const { meter, clock, plan } = this.sim;
    const { totals } = meter;
    const windowLatency = meter.openLatency();
    const now = clock[0];
    const row = new Float64Array(windowStride(plan.nodes.length));
    row.set([
      this.startMs,
      now,
      totals.issued - this.before.issued,
      totals.ok - this.before.ok,
      totals.good - this.before.good,
      totals.failed - this.before.failed,
      meter.inFlight(),
      windowLatency.mean(),
      windowLatency.quantile(0.5),
      windowLatency.quantile(0.9),
      windowLatency.quantile(0.95),
      windowLatency.quantile(0.99),
      windowLatency.max(),
    ]);
    for (const node of plan.nodes) this.closeNode(node.index, now - this.startMs, row);
    const reasonsAt = row.length - OUTCOMES.length;
    for (let reason = 0; reason < OUTCOMES.length; reason++) {
      row[reasonsAt + reason] = meter.reasons[reason] - this.reasons[reason];
      this.reasons[reason] = meter.reasons[reason];
    }
    this.rows.push(Object.freeze({ values: row }));
    this.before = { ...totals };
    this.startMs = now;
    meter.closeWindow();
  }

  /** Rows closed since the last time, packed. */
  take(): Float64Array {
    const stride = windowStride(this.sim.plan.nodes.length);
    const packed = new Float64Array((this.rows.length - this.taken) * stride);
    for (let at = 0; this.taken < this.rows.length; at += stride) packed.set(this.rows[this.taken++].values, at);
    return packed;
  }

  /** The next `take` hands over all rows, from the first on. */
  takeAgain(): void {
    this.taken = 0;
  }

  private closeNode(node: number, spanMs: number, row: Float64Array): void {
    const { meter } = this.sim;
    const at = WINDOW_COLUMNS.length + node * WINDOW_NODE_COLUMNS.length;
    const still = meter.node(node, ARRIVALS) === this.arrivals[node] && meter.node(node, INSIDE) === 0;
    if (still && this.idle[node] === 1) {
      this.capacityArea[node] = meter.area(node, CAPACITY);
      row[at + WINDOW_NODE_COLUMNS.length - 1] = Number.NaN;
      return;
    }
    this.idle[node] = still ? 1 : 0;
    const arrivals = meter.node(node, ARRIVALS) - this.arrivals[node];
    const ok = meter.node(node, SERVED) - this.served[node];
    const failed = meter.node(node, FAILED) - this.failures[node];
    const busy = meter.area(node, BUSY) - this.busyArea[node];
    const capacity = meter.area(node, CAPACITY) - this.capacityArea[node];
    const histogram = meter.openNodeLatency(node);
    this.arrivals[node] += arrivals;
    this.served[node] += ok;
    this.failures[node] += failed;
    this.busyArea[node] += busy;
    this.capacityArea[node] += capacity;
    this.last.arrivals[node] = (1000 * arrivals) / spanMs;
    this.last.ok[node] = (1000 * ok) / spanMs;
    this.last.failed[node] = (1000 * failed) / spanMs;
    this.utilisation[node] = capacity > 0 ? busy / capacity : 0;
    this.quantiles.p50[node] = histogram.quantile(0.5);
    this.quantiles.p95[node] = histogram.quantile(0.95);
    this.quantiles.p99[node] = histogram.quantile(0.99);
    row.set([arrivals, ok, failed, this.utilisation[node], meter.node(node, QUEUED), this.quantiles.p99[node]], at);
  }
}
