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

/** Everything about a run's windows that its statistics need, from the first on. */
export class History {
  readonly spans: Span[] = [];
  private startMs = 0;
  private before = { ok: 0, good: 0, failed: 0 };
  private busyArea: Float64Array;
  private capacityArea: Float64Array;

  constructor(private readonly sim: Sim) {
    this.busyArea = new Float64Array(sim.plan.nodes.length);
    this.capacityArea = new Float64Array(sim.plan.nodes.length);
  }

  /** Reads the window that ends now; to be called before the meter closes it. */
  close(): void {
    const { meter, clock, plan } = this.sim;
    const { totals } = meter;
    const busyArea = Float64Array.from(plan.nodes, ({ index }) => meter.area(index, BUSY));
    const capacityArea = Float64Array.from(plan.nodes, ({ index }) => meter.area(index, CAPACITY));
    this.spans.push({
      startMs: this.startMs,
      endMs: clock[0],
      ok: totals.ok - this.before.ok,
      good: totals.good - this.before.good,
      failed: totals.failed - this.before.failed,
      inFlight: meter.inFlight(),
      queued: Float64Array.from(plan.nodes, ({ index }) => meter.node(index, QUEUED)),
      busyArea: busyArea.map((area, i) => area - this.busyArea[i]),
      capacityArea: capacityArea.map((area, i) => area - this.capacityArea[i]),
      latency: meter.openLatency().part(),
    });
    this.startMs = clock[0];
    this.before = { ok: totals.ok, good: totals.good, failed: totals.failed };
    this.busyArea = busyArea;
    this.capacityArea = capacityArea;
  }
}
