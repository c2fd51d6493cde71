import type { HistogramPart } from "../../base/histogram";
import { BUSY, CAPACITY, QUEUED } from "../../engine/meter";
import type { Sim } from "../../engine/sim";

/** What one closed window adds to the statistics of a run. Never changed once written. */
export interface Span {
  readonly startMs: number;
  readonly endMs: number;
  readonly ok: number;
  readonly good: number;
  readonly failed: number;
  /** Of clients' requests under way at the end of the window [requests]. */
  readonly inFlight: number;
  /** Waiting at each node at the end of the window [requests]. */
  readonly queued: Float64Array;
  /** Time integrals of busy slots and of slots that were up, by node [slots x ms]. */
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
  readonly busyArea: Float64Array;
  readonly capacityArea: Float64Array;
}

/** Everything about a run's windows that its statistics need, from the first on. */
export class History {
  readonly spans: Span[] = [];
  private last: Totals;

  constructor(private readonly sim: Sim) {
    const none = new Float64Array(sim.plan.nodes.length);
    this.last = { endMs: 0, ok: 0, good: 0, failed: 0, busyArea: none, capacityArea: none };
  }

  /** Reads the window that ends now; to be called before the meter closes it. */
  close(): void {
    const { meter, clock, plan } = this.sim;
    const { last } = this;
    const { ok, good, failed } = meter.totals;
    const perNode = (value: (node: number) => number) => Float64Array.from(plan.nodes, ({ index }) => value(index));
    const busyArea = perNode((node) => meter.area(node, BUSY));
    const capacityArea = perNode((node) => meter.area(node, CAPACITY));
    const span: Span = {
      startMs: last.endMs,
      endMs: clock[0],
      ok: ok - last.ok,
      good: good - last.good,
      failed: failed - last.failed,
      inFlight: meter.inFlight(),
      queued: perNode((node) => meter.node(node, QUEUED)),
      busyArea: busyArea.map((area, i) => area - last.busyArea[i]),
      capacityArea: capacityArea.map((area, i) => area - last.capacityArea[i]),
      latency: meter.openLatency().part(),
    };
    // Frozen, so that snapshots share it.
    this.spans.push(Object.freeze(span));
    this.last = Object.freeze({ endMs: clock[0], ok, good, failed, busyArea, capacityArea });
  }
}
