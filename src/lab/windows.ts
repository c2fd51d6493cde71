import { ARRIVALS, BUSY, CAPACITY, FAILED, QUEUED, SERVED } from "../engine/meter";
import { OUTCOMES } from "../engine/outcome";
import type { Sim } from "../engine/sim";
import { WINDOW_COLUMNS, WINDOW_NODE_COLUMNS } from "./frame";
import type { SeenNodes } from "./seen-nodes";

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

const FIRST_NODE = WINDOW_COLUMNS.length;
const NODE_STRIDE = WINDOW_NODE_COLUMNS.length;

/** One closed window. Frozen, so that a snapshot leaves it out. */
export interface WindowRow {
  /** As a frame has them, but for the nodes of `nodes` only: what nobody has reached takes no room. */
  readonly values: Float64Array;
  readonly nodes: readonly number[];
}

/** Writes a row with all `nodes` into `into` at `at`, as a frame has it. */
export function spreadRow(row: WindowRow, nodes: number, into: Float64Array, at = 0): void {
  const { values } = row;
  into.set(values.subarray(0, FIRST_NODE), at);
  const first = at + FIRST_NODE;
  const reasons = first + nodes * NODE_STRIDE;
  for (let p99 = first + NODE_STRIDE - 1; p99 < reasons; p99 += NODE_STRIDE) into[p99] = Number.NaN;
  row.nodes.forEach((node, i) => {
    const from = FIRST_NODE + i * NODE_STRIDE;
    into.set(values.subarray(from, from + NODE_STRIDE), first + node * NODE_STRIDE);
  });
  into.set(values.subarray(values.length - OUTCOMES.length), reasons);
}

/** Reads the run's meters at the end of each window; what happened between two readings is one row. */
export class Windows {
  /** Every row so far, and how many of them have been taken. */
  readonly rows: WindowRow[] = [];
  private taken = 0;
  private startMs = 0;
  private before = { issued: 0, ok: 0, good: 0, failed: 0 };
  private readonly reasons = new Float64Array(OUTCOMES.length);
  private readonly arrivals: Float64Array;
  private readonly served: Float64Array;
  private readonly failures: Float64Array;
  private readonly busyArea: Float64Array;
  /** Of the last closed window, for the live node table: rates per second and shares. */
  readonly last: { readonly arrivals: Float64Array; readonly ok: Float64Array; readonly failed: Float64Array };
  readonly utilisation: Float64Array;
  readonly quantiles: { readonly p50: Float64Array; readonly p95: Float64Array; readonly p99: Float64Array };

  constructor(
    private readonly sim: Sim,
    private readonly seen: SeenNodes,
  ) {
    const perNode = () => new Float64Array(sim.plan.nodes.length);
    this.arrivals = perNode();
    this.served = perNode();
    this.failures = perNode();
    this.busyArea = perNode();
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
    const { meter, clock } = this.sim;
    const { totals } = meter;
    const nodes = this.seen.order;
    const windowLatency = meter.openLatency();
    const now = clock.value;
    const row = new Float64Array(windowStride(nodes.length));
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
    nodes.forEach((node, i) => {
      this.closeNode(node, now - this.startMs, row, FIRST_NODE + i * NODE_STRIDE);
    });
    const reasonsAt = row.length - OUTCOMES.length;
    for (let reason = 0; reason < OUTCOMES.length; reason++) {
      row[reasonsAt + reason] = meter.reasons[reason] - this.reasons[reason];
      this.reasons[reason] = meter.reasons[reason];
    }
    this.rows.push(Object.freeze({ values: row, nodes }));
    this.before = { ...totals };
    this.startMs = now;
    meter.closeWindow(nodes);
  }

  /** Rows closed since the last time, packed. */
  take(): Float64Array {
    const nodes = this.sim.plan.nodes.length;
    const stride = windowStride(nodes);
    const packed = new Float64Array((this.rows.length - this.taken) * stride);
    for (let at = 0; this.taken < this.rows.length; at += stride) spreadRow(this.rows[this.taken++], nodes, packed, at);
    return packed;
  }

  /** The next `take` hands over all rows, from the first on. */
  takeAgain(): void {
    this.taken = 0;
  }

  private closeNode(node: number, spanMs: number, row: Float64Array, at: number): void {
    const { meter } = this.sim;
    const arrivals = meter.node(node, ARRIVALS) - this.arrivals[node];
    const ok = meter.node(node, SERVED) - this.served[node];
    const failed = meter.node(node, FAILED) - this.failures[node];
    const busy = meter.area(node, BUSY) - this.busyArea[node];
    const capacity = meter.area(node, CAPACITY) - meter.capacityBefore(node);
    const histogram = meter.openNodeLatency(node);
    this.arrivals[node] += arrivals;
    this.served[node] += ok;
    this.failures[node] += failed;
    this.busyArea[node] += busy;
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
