import { Cell } from "../src/base/cell";
import "../src/topology/all-behaviours";
import { Histogram } from "../src/base/histogram";
import { ARRIVALS, BUSY, CALLS, FAILED, INSIDE, type Meter, SERVED, STAYED, WAITED, WAITS } from "../src/engine/meter";
import { Sim } from "../src/engine/sim";
import { compile } from "../src/topology/compile";
import type { Topology } from "../src/topology/schema";

/** What one run showed between the end of its warm-up and its own end. */
export interface Reading {
  /** Length of what was measured [ms]. */
  readonly spanMs: number;
  readonly issued: number;
  readonly ok: number;
  readonly failed: number;
  /** End-to-end latency of ok requests [ms]. */
  readonly latency: Histogram;
  readonly nodes: Readonly<Record<string, NodeReading>>;
  /** Calls started, by link. */
  readonly calls: Readonly<Record<string, number>>;
  /** From arrival until work begins [ms]; only where the experiment names the hops that show it. */
  readonly waits: WaitReading;
}

export interface NodeReading {
  readonly arrivals: number;
  readonly ok: number;
  readonly failed: number;
  /** Time spent at the node by ok calls [ms]. */
  readonly latency: Histogram;
  /** From arrival until work begins, mean [ms]. */
  readonly meanWaitMs: number;
  /** Calls at the node, time average. */
  readonly inside: number;
  /** Calls at the node when the run ended. */
  readonly insideAtEnd: number;
  /** Time integral of busy slots [ms]. */
  readonly busyMs: number;
  /** Sum of the times at the node of all that left it, and of the waits of all that began work [ms]. */
  readonly stayedMs: number;
  readonly waitedMs: number;
}

export interface WaitReading {
  readonly count: number;
  /** Of those, how many waited at all. */
  readonly waited: number;
  readonly histogram: Histogram;
}

/** The hops between which a call waits: into the node, and out of it when work begins. FIFO pairs them in order. */
export interface WaitHops {
  readonly into: string;
  readonly outOf: string;
}

export interface Played {
  readonly reading: Reading;
  readonly events: number;
  /** Requests that ended, warm-up included. */
  readonly requests: number;
}

/** Below the hop trace's capacity of 4096, and no event makes more than a few hops. */
const EVENTS_PER_LOOK = 800;
const REQUEST_HOP = 0;

/** Runs a document, and reads its meters between `warmUpMs` and `warmUpMs + spanMs`. */
export function play(topology: Topology, warmUpMs: number, spanMs: number, hops?: WaitHops): Played {
  const sim = new Sim(compile(topology));
  const { meter } = sim;
  const trace = hops === undefined ? undefined : new WaitTrace(sim, hops, warmUpMs);
  const advance = (untilMs: number) => {
    if (trace === undefined) sim.run(untilMs, Number.POSITIVE_INFINITY);
    else while (!sim.run(untilMs, EVENTS_PER_LOOK)) trace.look();
    trace?.look();
  };
  const all = sim.plan.nodes.map(({ index }) => index);
  advance(warmUpMs);
  meter.closeWindow(all);
  for (const histogram of [meter.latency, ...meter.nodeLatency]) histogram.clear();
  const before = counters(sim);
  advance(warmUpMs + spanMs);
  meter.closeWindow(all);
  return {
    reading: difference(sim, before, spanMs, trace?.reading ?? noWaits()),
    events: sim.events,
    requests: meter.totals.ok + meter.totals.failed,
  };
}

interface Counters {
  readonly totals: Meter["totals"];
  readonly nodes: readonly NodeCounters[];
  readonly calls: readonly number[];
}
type NodeCounters = ReturnType<typeof nodeCounters>;

const nodeCounters = (meter: Meter, node: number) => ({
  arrivals: meter.node(node, ARRIVALS),
  ok: meter.node(node, SERVED),
  failed: meter.node(node, FAILED),
  waits: meter.node(node, WAITS),
  waitedMs: meter.node(node, WAITED),
  stayedMs: meter.node(node, STAYED),
  busyMs: meter.area(node, BUSY),
  insideMs: meter.area(node, INSIDE),
});

function counters({ meter, plan }: Sim): Counters {
  return {
    totals: { ...meter.totals },
    nodes: plan.nodes.map(({ index }) => nodeCounters(meter, index)),
    calls: plan.links.map(({ index }) => meter.link(index, CALLS)),
  };
}

function difference(sim: Sim, before: Counters, spanMs: number, waits: WaitReading): Reading {
  const { meter, plan } = sim;
  const after = counters(sim);
  const nodes = plan.nodes.map(({ id, index }): [string, NodeReading] => {
    const grown = (name: keyof NodeCounters) => after.nodes[index][name] - before.nodes[index][name];
    return [
      id,
      {
        arrivals: grown("arrivals"),
        ok: grown("ok"),
        failed: grown("failed"),
        latency: meter.nodeLatency[index],
        meanWaitMs: grown("waitedMs") / grown("waits"),
        inside: grown("insideMs") / spanMs,
        insideAtEnd: meter.node(index, INSIDE),
        busyMs: grown("busyMs"),
        stayedMs: grown("stayedMs"),
        waitedMs: grown("waitedMs"),
      },
    ];
  });
  return {
    spanMs,
    issued: after.totals.issued - before.totals.issued,
    ok: after.totals.ok - before.totals.ok,
    failed: after.totals.failed - before.totals.failed,
    latency: meter.latency,
    nodes: Object.fromEntries(nodes),
    calls: Object.fromEntries(plan.links.map(({ id, index }) => [id, after.calls[index] - before.calls[index]])),
    waits,
  };
}

function noWaits(): WaitReading {
  return { count: 0, waited: 0, histogram: new Histogram() };
}

/** Takes every request's wait from the hop trace: the nth arrival over one link begins work as the nth call over the other. */
class WaitTrace {
  readonly reading = { ...noWaits() };
  private readonly arrivedMs: number[] = [];
  private readonly begunMs: number[] = [];
  private readonly into: number;
  private readonly outOf: number;
  private readonly value = new Cell();

  constructor(
    private readonly sim: Sim,
    hops: WaitHops,
    private readonly fromMs: number,
  ) {
    const indexOf = (id: string) => sim.plan.links.findIndex((link) => link.id === id);
    this.into = indexOf(hops.into);
    this.outOf = indexOf(hops.outOf);
    sim.trace.oneIn = 1;
  }

  look(): void {
    const rows = this.sim.trace.take();
    for (let at = 0; at < rows.length; at += 4) {
      if (rows[at + 3] !== REQUEST_HOP) continue;
      if (rows[at] === this.into) this.arrivedMs.push(rows[at + 2]);
      else if (rows[at] === this.outOf) this.begunMs.push(rows[at + 1]);
    }
    const pairs = Math.min(this.arrivedMs.length, this.begunMs.length);
    for (let i = 0; i < pairs; i++) {
      if (this.arrivedMs[i] < this.fromMs) continue;
      this.value.value = this.begunMs[i] - this.arrivedMs[i];
      this.reading.count++;
      if (this.value.value > 0) this.reading.waited++;
      this.reading.histogram.record(this.value);
    }
    this.arrivedMs.splice(0, pairs);
    this.begunMs.splice(0, pairs);
  }
}
