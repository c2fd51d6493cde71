import { FaultCycle } from "./fault-cycle";
import type { FaultScope, FaultSurface, PlanFault } from "./plan";
import type { Sim } from "./sim";

/** Faults at one instant: ends (ranks below this) come before starts. */
const FIRST_START = 1 << 19;

/** A ramp climbs in this many steps. */
const RAMP_STEPS = 20;

/** Which faults act at the moment, how strongly, and on what: their starts, ends, ramps and comings and goings. */
export class Faults {
  readonly planned: PlanFault[];
  readonly active: boolean[] = [];
  /** By fault: what it hits, settled when it starts. */
  private readonly hit: FaultScope[] = [];
  private readonly cycles: (FaultCycle | null)[] = [];
  private readonly startCode: number;
  private readonly endCode: number;
  private readonly rampCode: number;
  private readonly cycleCode: number;

  /** @param changed hears of every change of what acts */
  constructor(
    private readonly sim: Sim,
    private readonly changed: () => void,
  ) {
    this.planned = [...sim.plan.faults];
    this.startCode = sim.register((fault) => this.set(fault, true));
    this.endCode = sim.register((fault) => this.set(fault, false));
    this.rampCode = sim.register((fault, step) => this.climb(fault, step));
    this.cycleCode = sim.register((fault, element) => {
      if (this.active[fault] && this.cycles[fault]?.turn(element) === true) this.changed();
    });
  }

  scheduleAll(): void {
    this.planned.forEach((_, fault) => {
      this.schedule(fault);
    });
  }

  /** Adds a fault to a run under way; its start must lie ahead. */
  add(fault: PlanFault): number {
    this.planned.push(fault);
    this.schedule(this.planned.length - 1);
    return this.planned.length - 1;
  }

  /** Ends a fault at a time ahead [ms], whatever its planned end. */
  end(fault: number, atMs: number): void {
    this.planned[fault] = { ...this.planned[fault], endMs: atMs };
    this.sim.due.value = atMs;
    this.sim.postFault(fault, this.endCode, fault);
  }

  /** Adds the share of every fault that acts to conditions that are neutral. */
  contribute(surface: FaultSurface): void {
    this.planned.forEach((fault, i) => {
      if (!this.active[i]) return;
      const cycle = this.cycles[i];
      const strength = this.strength(fault);
      const grows = fault.rampsBy === "scope";
      const reached = grows ? firstOf(this.hit[i], strength) : this.hit[i];
      fault.contribute(surface, cycle === null ? reached : cycle.narrow(reached), grows ? 1 : strength);
    });
  }

  /** How far its ramp has climbed, 0..1. */
  private strength({ startMs, rampMs }: PlanFault): number {
    if (rampMs === 0) return 1;
    const share = (this.sim.clock.value - startMs) / rampMs;
    // The step that is due now has been reached, whatever the division says.
    return Math.min(1, Math.max(1 / RAMP_STEPS, Math.round(share * RAMP_STEPS) / RAMP_STEPS));
  }

  private schedule(fault: number): void {
    const { startMs, endMs, cycle, scope, id } = this.planned[fault];
    this.active[fault] = false;
    this.cycles[fault] = cycle === undefined ? null : new FaultCycle(this.sim, id, cycle, scope.replicas.length, fault, this.cycleCode);
    this.sim.due.value = startMs;
    this.sim.postFault(FIRST_START + fault, this.startCode, fault);
    if (endMs === Number.POSITIVE_INFINITY) return;
    this.sim.due.value = endMs;
    this.sim.postFault(fault, this.endCode, fault);
  }

  private set(fault: number, active: boolean): void {
    const { endMs, rampMs } = this.planned[fault];
    // An end that was moved forward or back leaves its old event behind; only the current one counts.
    if (!active && endMs !== this.sim.clock.value) return;
    // Cleared before it began.
    if (active && endMs <= this.sim.clock.value) return;
    if (this.active[fault] === active) return;
    this.active[fault] = active;
    if (active) this.hit[fault] = this.hitBy(this.planned[fault]);
    if (active) this.cycles[fault]?.begin();
    if (active && rampMs > 0) this.postClimb(fault, 2);
    this.changed();
  }

  private hitBy({ scope, onLeaders }: PlanFault): FaultScope {
    if (onLeaders !== true) return scope;
    const { handlers, conditions } = this.sim;
    const leads = (replica: number) => handlers[conditions.nodeOfReplica[replica]].leads?.(replica) === true;
    return { ...scope, replicas: scope.replicas.filter(leads) };
  }

  private climb(fault: number, step: number): void {
    if (!this.active[fault]) return;
    this.changed();
    if (step < RAMP_STEPS) this.postClimb(fault, step + 1);
  }

  private postClimb(fault: number, step: number): void {
    const { startMs, rampMs } = this.planned[fault];
    this.sim.due.value = startMs + (step * rampMs) / RAMP_STEPS;
    this.sim.post(this.rampCode, fault, step);
  }
}

/** The first share of a fault's replicas and links, rounded up: where nothing can be half broken, ever more of it breaks. */
function firstOf(scope: FaultScope, share: number): FaultScope {
  if (share >= 1) return scope;
  const first = (elements: readonly number[]) => elements.slice(0, Math.ceil(share * elements.length));
  // Both directions of a path stay together.
  const ways = scope.ways.slice(0, 2 * Math.ceil((share * scope.ways.length) / 2));
  return { ...scope, replicas: first(scope.replicas), links: first(scope.links), severed: first(scope.severed), ways };
}
