import type { HistogramPart } from "../../base/histogram";
import { BUSY, CAPACITY, QUEUED } from "../../engine/meter";
import type { Sim } from "../../engine/sim";
import type { SeenNodes } from "../seen-nodes";

/** What one closed window adds to the statistics of a run. Never changed once written. */
export interface Span {
  readonly startMs: number;
  readonly endMs: number;
  readonly ok: number;
  readonly good: number;
  readonly failed: number;
  /** Of clients' requests under way at the end of the window [requests]. */
  readonly inFlight: number;
  /** Nodes that a request has reached by the end of the window, in the order in which they were first seen. */
  readonly nodes: readonly number[];
  /** Waiting at each of them at the end of the window [requests]. */
  readonly queued: Float64Array;
  /** Time integrals of busy slots and of slots that were up, at each of them [slots x ms]. */
  readonly busyArea: Float64Array;
  readonly capacityArea: Float64Array;
  /** Of ok requests that ended in the window. */
  readonly latency: HistogramPart;
}

/** Totals at the end of the last closed window. Never changed once written. */
interface Totals {
  readonly endMs: number;
  readonly ok: number;
  readonly good: number;
  readonly failed: number;
  /** At each node of the window, in its order. */
  readonly busyArea: Float64Array;
}

const NONE = new Float64Array(0);
const START: Totals = { endMs: 0, ok: 0, good: 0, failed: 0, busyArea: NONE };

/** Everything about a run's windows that its statistics need, from the first on. Idle nodes take no room in it. */
export class History {
  readonly spans: Span[] = [];
  private last = Object.freeze(START);

  constructor(
    private readonly sim: Sim,
    private readonly seen: SeenNodes,
  ) {}

  /** Reads the window that ends now; to be called before the meter closes it. */
  close(): void {
    const { meter, clock } = this.sim;
    const { last } = this;
    const { ok, good, failed } = meter.totals;
    const nodes = this.seen.order;
    const busyArea = Float64Array.from(nodes, (node) => meter.area(node, BUSY));
    const span: Span = {
      startMs: last.endMs,
      endMs: clock.value,
      ok: ok - last.ok,
      good: good - last.good,
      failed: failed - last.failed,
      inFlight: meter.inFlight(),
      nodes,
      queued: Float64Array.from(nodes, (node) => meter.node(node, QUEUED)),
      busyArea: busyArea.map((area, i) => area - (last.busyArea[i] ?? 0)),
      capacityArea: Float64Array.from(nodes, (node) => meter.area(node, CAPACITY) - meter.capacityBefore(node)),
      latency: meter.openLatency().part(),
    };
    // Frozen, so that snapshots share it.
    this.spans.push(Object.freeze(span));
    this.last = Object.freeze({ endMs: clock.value, ok, good, failed, busyArea });
  }
}
