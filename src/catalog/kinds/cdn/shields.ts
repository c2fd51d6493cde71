import { Cell } from "../../../base/cell";
import { NO_CALL } from "../../../engine/calls";
import { ERROR, OK, RATE_LIMITED } from "../../../engine/outcome";
import { PausedCallers } from "../../../engine/paused-callers";
import type { PlanNode, Sampler } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";
import type { Caching } from "../../caching/caching";
import { FRESH } from "../../caching/entries";
import { Flights, isAtWork } from "../../caching/flights";
import { distributionOf } from "../../distributions/registry";
import type { CdnConfig } from "./definition";

/** Where the fetch of a point of presence is, when it does not ask the origin itself: under way to the shield, waiting there, or on its way back. */
const TO_SHIELD = 3;
const AT_SHIELD = 4;
const FROM_SHIELD = 5;
const NONE = -1;
/** The shield serves nothing stale, but where the origin fails. */
const NEVER = new Float64Array(1);

export interface ShieldHost {
  /** Sends a fetch to the origin. */
  askOrigin(fetch: number): void;
  /** A fetch is back at its point of presence; `untilMs.value` is until when what it brings is fresh [ms]. */
  landed(fetch: number, outcome: number, cause: number, untilMs: Cell): void;
}

/** Origin shields: one more cache per CDN that has one, at its last replica, between points of presence and origin. */
export class Shields {
  /** By node: fetches that came to it, and those it answered by itself. */
  readonly reads: Float64Array;
  readonly hits: Float64Array;
  /** By node, the shield's replica, or -1. */
  readonly replica: Int32Array;
  private readonly latency: Sampler[] = [];
  private readonly flights: Flights[] = [];
  private readonly untilMs = new Cell();
  /** What arrived at a process that was paused. */
  private readonly overdue: PausedCallers;
  private readonly arriveCode: number;

  constructor(
    private readonly sim: Sim,
    nodes: readonly PlanNode[],
    private readonly caching: Caching,
    private readonly host: ShieldHost,
  ) {
    const count = sim.plan.nodes.length;
    this.reads = new Float64Array(count);
    this.hits = new Float64Array(count);
    this.replica = new Int32Array(count).fill(NONE);
    this.overdue = new PausedCallers(sim.calls, sim.plan.replicas);
    this.arriveCode = sim.register((fetch, generation) => this.arrive(fetch, generation));
    for (const node of nodes) {
      const { shield, pops, eviction } = node.config as CdnConfig;
      if (shield === undefined) continue;
      this.replica[node.index] = node.replicaBase + pops;
      this.flights[node.index] = new Flights(sim, node.replicaBase);
      caching.open(node, node.replicaBase + pops, shield.capacity, eviction);
    }
  }

  configure(node: PlanNode): void {
    const { shield } = node.config as CdnConfig;
    if (shield === undefined) return;
    const stream = this.sim.stream(`node:${node.id}:shield`);
    this.latency[node.index] = distributionOf(shield.latency).sampler(shield.latency, stream);
  }

  /** Whether there is a shield to ask. */
  isUp(node: number): boolean {
    const replica = this.replica[node];
    if (replica === NONE) return false;
    return this.sim.conditions.isDown[replica] === 0 && this.sim.replicas.listed[replica] === 1;
  }

  /** A point of presence asks the shield. */
  ask(fetch: number): void {
    this.travel(fetch, TO_SHIELD);
  }

  /** The origin has answered the shield: all who wait there are told. */
  answered(own: number, call: number): void {
    const { calls } = this.sim;
    const replica = calls.replica(own);
    const node = this.sim.conditions.nodeOf(replica);
    const key = calls.key(own);
    let outcome = calls.outcome(call);
    if (outcome === OK) this.caching.store(node, replica, key);
    else if (outcome !== RATE_LIMITED && this.caching.mayServeStale(node, replica, key)) outcome = OK;
    const flights = this.flights[node];
    for (let fetch = flights.shift(own); fetch !== NO_CALL; fetch = flights.shift(own)) {
      this.sendBack(fetch, outcome, outcome === OK ? OK : calls.cause(call));
    }
    flights.end(own);
  }

  /** The shield is gone: who waited there asks the origin. */
  crashed(replica: number): void {
    const flights = this.flights[this.sim.conditions.nodeOf(replica)];
    flights.crashed(replica, (own) => {
      for (let fetch = flights.shift(own); fetch !== NO_CALL; fetch = flights.shift(own)) this.host.askOrigin(fetch);
    });
  }

  /** The fetch's point of presence is gone: it waits no longer. */
  forget(fetch: number): void {
    const { calls, conditions } = this.sim;
    if (calls.step(fetch) === AT_SHIELD) this.flights[conditions.nodeOf(calls.replica(fetch))].leave(fetch);
  }

  resumed(replica: number): void {
    this.overdue.goOn(
      replica,
      (fetch, generation) => this.arrive(fetch, generation),
      () => {},
    );
  }

  private travel(fetch: number, step: number): void {
    const { calls, clock, conditions, due, scratch } = this.sim;
    calls.setStep(fetch, step);
    this.latency[conditions.nodeOf(calls.replica(fetch))](scratch);
    due.value = clock.value + scratch.value;
    if (scratch.value > 0) this.sim.post(this.arriveCode, fetch, calls.generation(fetch));
    else this.sim.soon(this.arriveCode, fetch, calls.generation(fetch));
  }

  private arrive(fetch: number, generation: number): void {
    const { calls, conditions } = this.sim;
    if (calls.generation(fetch) !== generation || !isAtWork(this.sim, fetch)) return;
    const node = conditions.nodeOf(calls.replica(fetch));
    const isBack = calls.step(fetch) === FROM_SHIELD;
    const at = isBack ? calls.replica(fetch) : this.replica[node];
    if (conditions.isPaused[at] === 1) {
      this.overdue.keepLimit(at, fetch, generation);
    } else if (isBack) {
      this.untilMs.value = calls.dueMs(fetch);
      this.host.landed(fetch, calls.outcome(fetch), calls.cause(fetch), this.untilMs);
    } else if (this.isUp(node)) {
      this.look(fetch, node, at);
    } else {
      this.host.askOrigin(fetch);
    }
  }

  private look(fetch: number, node: number, replica: number): void {
    const { calls, clock, conditions } = this.sim;
    const key = calls.key(fetch);
    if (conditions.fails(replica)) {
      this.sendBack(fetch, ERROR, ERROR);
      return;
    }
    this.reads[node]++;
    if (this.caching.entries[replica].look(key, clock, NEVER, 0) === FRESH) {
      this.hits[node]++;
      this.sendBack(fetch, OK, OK);
      return;
    }
    const flights = this.flights[node];
    let own = flights.find(replica, key);
    const isFirst = own === NO_CALL;
    if (isFirst) own = flights.begin(fetch, replica, true);
    calls.setStep(fetch, AT_SHIELD);
    flights.join(own, fetch);
    if (isFirst) this.host.askOrigin(own);
  }

  /** What the shield has is as fresh at the edge as it is here: its age travels with it (RFC 9111, 4.2). */
  private sendBack(fetch: number, outcome: number, cause: number): void {
    const { calls, conditions } = this.sim;
    const replica = this.replica[conditions.nodeOf(calls.replica(fetch))];
    calls.setOutcome(fetch, outcome, cause);
    if (outcome === OK) this.caching.entries[replica].readFreshUntil(calls.key(fetch), this.untilMs);
    calls.stampDue(fetch, this.untilMs);
    this.travel(fetch, FROM_SHIELD);
  }
}
