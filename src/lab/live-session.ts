import { capture, reachable } from "../base/memento";
import { OUTCOMES } from "../engine/outcome";
import { Sim } from "../engine/sim";
import { compile, compileFault } from "../topology/compile";
import type { FaultEntry, Topology } from "../topology/schema";
import { changesDuring, sameSettings } from "./changes";
import type { DrillReport } from "./drill/report";
import type { DrillSeat } from "./drill/seat";
import { type Frame, type FrameLayout, LINK_COLUMNS, NODE_COLUMNS } from "./frame";
import { report } from "./report";
import { applyLive } from "./retune";
import { SeenNodes } from "./seen-nodes";
import type { Session } from "./session";
import { Snapshots } from "./snapshots";
import { History } from "./statistics/history";
import type { runStatistics } from "./statistics/run-statistics";
import { figureBase, figureTable, linkTable, nodeTable, partBase, partTable, policyFigureBase, replicaTable } from "./tables";
import { Windows, windowLengthMs, windowStride } from "./windows";

/** Says how far a run's figures can be trusted. */
export type JudgeRun = typeof runStatistics;

/** A document compiled for one run. */
export class LiveSession implements Session {
  layout: FrameLayout;
  private readonly sim: Sim;
  private readonly seen: SeenNodes;
  private readonly windows: Windows;
  private readonly history: History;
  private readonly windowMs: number;
  private readonly faults: FaultEntry[];
  private nextWindow = 1;
  private snapshots: Snapshots | null = null;
  private readonly fixed: WeakSet<object>;
  private edited = false;
  /** The drill is over before its time. */
  private readonly isOver = new Uint8Array(1);
  /** A window has closed since the drill was last told of. */
  private isDrillNew = true;
  private topology: Topology;

  /**
   * @param judge is asked for only when a result is: the page's worker loads it then.
   * @param drill what is played; it says what document runs, in place of its own.
   */
  constructor(
    document: Topology,
    private readonly judge: () => JudgeRun,
    private readonly drill: DrillSeat | null = null,
  ) {
    this.topology = drill === null ? document : drill.topology;
    const { topology } = this;
    const plan = compile(topology);
    this.sim = new Sim(plan);
    // The trace is for the eye and no part of the state.
    this.fixed = reachable([plan, this.sim.trace, ...(drill?.fixed ?? [])]);
    this.seen = new SeenNodes(this.sim);
    this.windows = new Windows(this.sim, this.seen);
    this.history = new History(this.sim, this.seen);
    this.windowMs = drill?.windowMs ?? windowLengthMs(plan.durationMs);
    drill?.attach(this.sim, this.windows.rows);
    this.faults = [...topology.faults];
    const figures = figureBase(plan.nodes);
    this.layout = {
      nodeIds: plan.nodes.map((node) => node.id),
      linkIds: plan.links.map((link) => link.id),
      faultIds: this.faults.map((fault) => fault.id),
      partBase: partBase(plan.nodes),
      figureBase: figures,
      policyFigureBase: policyFigureBase(plan.links, figures[plan.nodes.length]),
      replicaBase: [...plan.nodes.map((node) => node.replicaBase), plan.replicas],
      reasons: OUTCOMES,
      windowMs: this.windowMs,
      durationMs: plan.durationMs,
      windowStride: windowStride(plan.nodes.length),
    };
  }

  nowMs(): number {
    return this.sim.clock.value;
  }

  events(): number {
    return this.sim.events;
  }

  scheduledEvents(): number {
    return this.sim.events - this.sim.immediate;
  }

  finished(): boolean {
    return this.isOver[0] === 1 || this.nowMs() >= this.layout.durationMs;
  }

  advance(untilMs: number, maxEvents: number): boolean {
    const target = Math.min(untilMs, this.layout.durationMs);
    const last = this.sim.events + maxEvents;
    while (this.nowMs() < target) {
      if (this.isOver[0] === 1) return true;
      const edge = Math.min(this.nextWindow * this.windowMs, this.layout.durationMs);
      const stop = Math.min(edge, target, this.snapshots?.nextMs() ?? Number.POSITIVE_INFINITY);
      if (!this.sim.run(stop, Math.max(0, last - this.sim.events))) return false;
      if (stop === edge) this.closeWindow();
      if (stop === this.snapshots?.nextMs()) this.takeSnapshot();
    }
    return true;
  }

  private closeWindow(): void {
    this.drill?.read();
    this.seen.look();
    this.history.close();
    this.windows.close();
    this.nextWindow++;
    const order = this.drill?.take() ?? null;
    this.isDrillNew = true;
    if (order === null) return;
    for (const id of order.endFaults)
      this.sim.faults.end(
        this.faults.findIndex((fault) => fault.id === id),
        this.nextInstant(),
      );
    if (order.isOver) this.isOver[0] = 1;
  }

  keepSnapshots(budgetBytes: number): void {
    this.snapshots = new Snapshots(budgetBytes, this.layout.durationMs);
    this.takeSnapshot();
  }

  earliestMs(): number | null {
    return this.snapshots?.earliestMs() ?? null;
  }

  rewind(toMs: number): void {
    if (this.snapshots === null || toMs >= this.nowMs()) return;
    const { faults, trace } = this.sim;
    const foundMs = this.snapshots.restore(Math.max(toMs, this.snapshots.earliestMs()));
    this.nextWindow = Math.floor(foundMs / this.windowMs) + 1;
    // Faults added or ended since the snapshot lie ahead of it: the document holds them, and they will come again.
    this.faults.forEach((fault, i) => {
      // What the drill did not get to end, or ended, a snapshot knows.
      if (this.drill !== null && fault === this.topology.faults[i]) return;
      const { nodes, links } = this.sim.plan;
      const planned = compileFault(this.topology, nodes, links, fault);
      if (i >= faults.planned.length) faults.add(planned);
      else if (faults.planned[i].endMs !== planned.endMs) faults.end(i, planned.endMs);
    });
    this.advance(toMs, Number.POSITIVE_INFINITY);
    trace.take();
    this.isDrillNew = true;
    this.windows.takeAgain();
  }

  step(): void {
    const { totals } = this.sim.meter;
    const ended = totals.ok + totals.failed;
    const edge = Math.min(this.nextWindow * this.windowMs, this.layout.durationMs);
    while (totals.ok + totals.failed === ended && this.nowMs() < edge) this.advance(edge, 1);
  }

  sampleHops(n: number): void {
    this.sim.trace.oneIn = n;
  }

  frame(): Frame {
    const { sim } = this;
    const { totals, digest } = sim.meter;
    const drill = this.isDrillNew ? this.drillReport() : null;
    this.isDrillNew = false;
    return {
      nowMs: this.nowMs(),
      ...(drill === null ? {} : { drill }),
      events: sim.events,
      issued: totals.issued,
      ok: totals.ok,
      failed: totals.failed,
      inFlight: sim.meter.inFlight(),
      runHash: digest.hex(),
      windows: this.windows.take(),
      nodes: nodeTable(sim, this.windows, NODE_COLUMNS.length),
      links: linkTable(sim, LINK_COLUMNS.length, this.nowMs()),
      figures: figureTable(sim, this.layout.figureBase, this.layout.policyFigureBase),
      parts: partTable(sim, this.layout.partBase),
      replicas: replicaTable(sim),
      activeFaults: Uint8Array.from(this.faults, (_, i) => (sim.faults.active[i] ? 1 : 0)),
      hops: sim.trace.take(),
      hopsOneIn: sim.trace.oneIn,
    };
  }

  inject(fault: Omit<FaultEntry, "startMs">): FaultEntry {
    const entry = { ...fault, startMs: this.nextInstant() } as FaultEntry;
    const { nodes, links } = this.sim.plan;
    this.sim.faults.add(compileFault(this.topology, nodes, links, entry));
    this.faults.push(entry);
    this.layout = { ...this.layout, faultIds: this.faults.map(({ id }) => id) };
    return entry;
  }

  clear(faultId: string): number {
    const atMs = this.nextInstant();
    const index = this.faults.findIndex((fault) => fault.id === faultId);
    if (index === -1) return atMs;
    const fault = this.faults[index];
    this.sim.faults.end(index, atMs);
    // As it now belongs in the document, so that an edit after this is compared with what is true.
    this.faults[index] = { ...fault, durationMs: atMs - fault.startMs };
    return atMs;
  }

  drillReport(): DrillReport | null {
    return this.drill?.report() ?? null;
  }

  retune(document: Topology): boolean {
    const topology = this.drill === null ? document : this.drill.applied(document);
    if (topology === null) return false;
    if (!applyLive(this.sim, this.topology, topology, this.faults)) return false;
    this.edited ||= this.nowMs() > 0 && !sameSettings(this.topology, topology);
    this.topology = topology;
    // The past was another design's.
    if (this.snapshots !== null) {
      this.snapshots.clear();
      this.takeSnapshot();
    }
    return true;
  }

  result(warmUpMs = this.topology.run.warmUpMs) {
    const statistics = this.judge()(this.history.spans, {
      changes: changesDuring(this.topology, this.faults, this.nowMs(), this.edited),
      warmUpMs,
      nodeNames: this.sim.plan.nodes.map(({ name }) => name),
    });
    const result = report(this.sim, this.topology.name, statistics);
    return this.drill === null ? result : { ...result, drill: this.drill.report() };
  }

  private takeSnapshot(): void {
    this.snapshots?.add(
      this.nowMs(),
      capture([this.sim, this.seen, this.windows, this.history, this.isOver, ...(this.drill?.state ?? [])], this.fixed),
    );
  }

  /** Faults begin and end on whole milliseconds that the run has not reached, so that the file reproduces them. */
  private nextInstant(): number {
    return Math.floor(this.nowMs()) + 1;
  }
}
