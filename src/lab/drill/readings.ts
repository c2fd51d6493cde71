import { Histogram, type HistogramPart } from "../../base/histogram";
import { kindOf } from "../../catalog/kinds/definitions";
import { ARRIVALS, BUSY, CAPACITY, FAILED, QUEUED, SERVED } from "../../engine/meter";
import { OperationMeter } from "../../engine/operation-meter";
import type { Sim } from "../../engine/sim";
import type { Subject } from "../../topology/objectives/resolve";
import { GAUGES } from "../frame";

/** What one subject (all requests, one operation, one node) showed in one window. Never changed once written. */
export interface Reading {
  readonly startMs: number;
  readonly endMs: number;
  readonly ok: number;
  readonly good: number;
  readonly failed: number;
  readonly latency: HistogramPart;
  /** Of a node, at the end of the window: requests that wait, age of the oldest [ms], lag in its own unit. */
  readonly queued: number;
  readonly ageMs: number;
  readonly lag: number;
  /** Time integrals of busy slots and of slots that were up [slots x ms]. */
  readonly busy: number;
  readonly capacity: number;
  /** Over the run so far: acknowledged writes and messages lost, and the longest recovery of a leader [ms]. */
  readonly lost: number;
  readonly rtoMs: number;
}

/** Totals at the end of the last window, for what is counted from the start of the run. */
interface Before {
  ok: number;
  good: number;
  failed: number;
  busy: number;
  capacity: number;
}

/** Reads what objectives are about at the end of each window. */
export class Readings {
  /** By subject, one reading per window. */
  readonly rows: Reading[][];
  readonly byOperation: OperationMeter;
  private readonly before: Before[];
  private startMs = 0;
  private readonly gauges = new Float32Array(GAUGES);

  constructor(
    private readonly sim: Sim,
    /** Operations are by name, in the order of `operations`. */
    readonly subjects: readonly Subject[],
  ) {
    this.byOperation = new OperationMeter(sim.plan.operations.length);
    sim.meter.byOperation = this.byOperation;
    this.rows = subjects.map(() => []);
    this.before = subjects.map(() => ({ ok: 0, good: 0, failed: 0, busy: 0, capacity: 0 }));
  }

  /** Ends the window now; to be called before the meter closes it. */
  close(): void {
    this.subjects.forEach((subject, i) => {
      this.rows[i].push(Object.freeze(this.read(subject, this.before[i])));
    });
    this.byOperation.clear();
    this.startMs = this.sim.clock.value;
  }

  private read(subject: Subject, before: Before): Reading {
    switch (subject.type) {
      case "all":
        return this.readAll(before);
      case "operation":
        return this.readOperation(subject.name);
      case "node":
        return this.readNode(subject.id, before);
    }
  }

  private blank() {
    const none = { queued: 0, ageMs: 0, lag: 0, busy: 0, capacity: 0, lost: 0, rtoMs: 0 };
    return { startMs: this.startMs, endMs: this.sim.clock.value, ...none };
  }

  private readAll(before: Before): Reading {
    const { meter, plan } = this.sim;
    const { ok, good, failed } = meter.totals;
    let lost = 0;
    let rtoMs = 0;
    for (const { index } of plan.nodes) {
      lost += this.figure(index, "rpo", sum);
      rtoMs = Math.max(rtoMs, this.figure(index, "rto", Math.max));
    }
    const reading = {
      ...this.blank(),
      ok: ok - before.ok,
      good: good - before.good,
      failed: failed - before.failed,
      latency: meter.openLatency().part(),
      lost,
      rtoMs,
    };
    Object.assign(before, { ok, good, failed });
    return reading;
  }

  private readOperation(name: string): Reading {
    const { operations } = this.sim.plan;
    const latency = new Histogram();
    const reading = { ...this.blank(), ok: 0, good: 0, failed: 0 };
    operations.forEach((operation, i) => {
      if (operation.name !== name) return;
      reading.ok += this.byOperation.ok[i];
      reading.good += this.byOperation.good[i];
      reading.failed += this.byOperation.failed[i];
      latency.merge(this.byOperation.latency[i]);
    });
    return { ...reading, latency: latency.part() };
  }

  private readNode(id: string, before: Before): Reading {
    const { meter, plan, handlers } = this.sim;
    const node = plan.nodes.find((candidate) => candidate.id === id);
    if (node === undefined) throw new Error(`There is no node "${id}" in the plan.`);
    const { index } = node;
    const kind = kindOf(node.kind);
    const ok = meter.node(index, SERVED);
    const failed = meter.node(index, FAILED);
    const busy = meter.area(index, BUSY);
    const capacity = meter.area(index, CAPACITY);
    this.gauges.fill(0);
    handlers[index].gauges(index, this.gauges, 0);
    const gauge = (measure: string) => {
      const at = kind.gauges.findIndex((one) => one.measure === measure);
      return at === -1 ? 0 : this.gauges[at];
    };
    const reading = {
      ...this.blank(),
      ok: ok - before.ok,
      good: Number.NaN,
      failed: failed - before.failed,
      latency: meter.openNodeLatency(index).part(),
      queued: meter.node(index, QUEUED),
      ageMs: gauge("queue.age"),
      lag: gauge("lag"),
      busy: busy - before.busy,
      capacity: capacity - before.capacity,
      lost: this.figure(index, "rpo", sum),
      rtoMs: this.figure(index, "rto", Math.max),
    };
    Object.assign(before, { ok, failed, busy, capacity });
    return reading;
  }

  /** A node's figures that answer a measure, put together; 0 where it has none. */
  private figure(index: number, measure: "rpo" | "rto", join: (a: number, b: number) => number): number {
    const { handlers, plan, meter } = this.sim;
    const { figures = [] } = kindOf(plan.nodes[index].kind);
    if (!figures.some((figure) => figure.measure === measure) || meter.node(index, ARRIVALS) === 0) return 0;
    const values = new Float64Array(figures.length);
    handlers[index].figures?.(index, values);
    return figures.reduce((all, figure, i) => (figure.measure === measure && values[i] > 0 ? join(all, values[i]) : all), 0);
  }
}

const sum = (a: number, b: number) => a + b;
