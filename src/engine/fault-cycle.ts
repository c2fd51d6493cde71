import type { FaultScope, PlanCycle, Sampler } from "./plan";
import type { Sim } from "./sim";

/** A fault that comes and goes by itself on each replica that it hits: random crashes, collector pauses. */
export class FaultCycle {
  private readonly isOn: Uint8Array;
  /** When each replica turns next; an event at any other time is stale [ms]. */
  private readonly turnsMs: Float64Array;
  private readonly apart: Sampler[];
  private readonly lasts: Sampler[];

  constructor(
    private readonly sim: Sim,
    id: string,
    cycle: PlanCycle,
    replicas: number,
    private readonly fault: number,
    private readonly code: number,
  ) {
    this.isOn = new Uint8Array(replicas);
    this.turnsMs = new Float64Array(replicas);
    // Each replica has its own chance, so that hitting one more leaves the others alone.
    const streams = Array.from({ length: replicas }, (_, i) => sim.stream(`fault:${id}:${i}`));
    this.apart = streams.map((stream) => cycle.bindApart(stream));
    this.lasts = streams.map((stream) => cycle.bindLasts(stream));
  }

  begin(): void {
    this.isOn.fill(0);
    for (let i = 0; i < this.isOn.length; i++) this.postTurn(i);
  }

  /** A replica's turn has come; false when the event is stale. */
  turn(element: number): boolean {
    if (this.turnsMs[element] !== this.sim.clock.value) return false;
    this.isOn[element] = 1 - this.isOn[element];
    this.postTurn(element);
    return true;
  }

  /** Those of the scope's replicas that are struck at the moment. */
  narrow(scope: FaultScope): FaultScope {
    return { ...scope, replicas: scope.replicas.filter((_, i) => this.isOn[i] === 1) };
  }

  private postTurn(element: number): void {
    const { clock, due, scratch } = this.sim;
    const sampler = this.isOn[element] === 1 ? this.lasts[element] : this.apart[element];
    sampler(scratch);
    due.value = clock.value + scratch.value;
    if (due.value === clock.value) due.value = clock.value + LEAST_TURN_MS;
    this.turnsMs[element] = due.value;
    this.sim.post(this.code, this.fault, element);
  }
}

/** Nothing comes and goes in no time: it would stop the clock [ms]. */
const LEAST_TURN_MS = 0.001;
