import type { Cell } from "../../../base/cell";
import { BACKGROUND, NO_CALL, WAITING } from "../../../engine/calls";
import { ERROR, OK, RATE_LIMITED, REFUSED } from "../../../engine/outcome";
import type { KindHandlers, PlanNode, Sampler, SimulateKind } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";
import { Station } from "../../../engine/station";
import { UNBOUNDED } from "../../../engine/station-capacity";
import { Caching } from "../../caching/caching";
import { MISSING, STALE } from "../../caching/entries";
import { FETCH, Flights } from "../../caching/flights";
import { distributionOf } from "../../distributions/registry";
import type { CdnConfig } from "./definition";
import { PointsOfPresence } from "./points-of-presence";
import { Shields } from "./shields";

/** Where a request is: `step` of its call. */
const WAITS_FOR_FETCH = 1;

/** Caches at the edge: look up, answer a hit, fetch on a miss, from the shield where there is one. */
export const simulateCdn: SimulateKind = (sim, nodes) => new Cdns(sim, nodes);

class Cdns implements KindHandlers {
  private readonly station: Station;
  private readonly caching: Caching;
  private readonly pops: PointsOfPresence;
  private readonly shields: Shields;
  private readonly edgeTime: Sampler[] = [];
  /** By node: fetches of its points of presence. */
  private readonly flights: Flights[] = [];
  private readonly originFetches: Float64Array;
  private readonly refreshes: Float64Array;

  constructor(
    private readonly sim: Sim,
    nodes: readonly PlanNode[],
  ) {
    const count = sim.plan.nodes.length;
    this.originFetches = new Float64Array(count);
    this.refreshes = new Float64Array(count);
    this.station = new Station(sim, nodes, {
      serviceMs: (node, out) => this.edgeTime[node](out),
      worked: (call) => this.lookedUp(call),
    });
    this.caching = new Caching(sim);
    this.pops = new PointsOfPresence(sim, nodes);
    for (const node of nodes) {
      const { capacity, eviction, pops } = node.config as CdnConfig;
      this.flights[node.index] = new Flights(sim, node.replicaBase);
      for (let r = 0; r < pops; r++) this.caching.open(node, node.replicaBase + r, capacity, eviction);
    }
    this.shields = new Shields(sim, nodes, this.caching, {
      askOrigin: (fetch) => this.askOrigin(fetch),
      landed: (fetch, outcome, cause, untilMs) => this.landed(fetch, outcome, cause, untilMs),
    });
    this.caching.watchFlushes(nodes, () => {});
  }

  configure(node: PlanNode): void {
    const config = node.config as CdnConfig;
    const stream = this.sim.stream(`node:${node.id}:edge`);
    this.edgeTime[node.index] = distributionOf(config.edgeTime).sampler(config.edgeTime, stream);
    this.caching.configure(node, config);
    this.shields.configure(node);
    for (let r = 0; r < node.replicas; r++) this.station.resize(node.replicaBase + r, UNBOUNDED, 0);
  }

  start(): void {}

  request(call: number): void {
    const { calls, callee, flow, meter, replicas } = this.sim;
    const node = callee[calls.link(call)];
    if (calls.replica(call) < 0) calls.setReplica(call, this.route(call));
    meter.entered(node, call);
    if (!replicas.refuses(calls.replica(call), call)) {
      this.station.offer(call, calls.replica(call), true);
      return;
    }
    meter.left(node, call, REFUSED, REFUSED);
    flow.reply(call, REFUSED, REFUSED);
  }

  route(call: number): number {
    return this.pops.choose(call);
  }

  answer(parent: number, call: number): void {
    const { calls } = this.sim;
    const replica = calls.replica(parent);
    const outcome = calls.outcome(call);
    if (!calls.has(parent, BACKGROUND)) {
      // A write that was taken invalidates what is here (RFC 9111, 4.4).
      if (outcome === OK) this.caching.entries[replica].invalidate(calls.key(parent));
      this.finish(parent, outcome === OK ? OK : ERROR, calls.cause(call));
    } else if (replica === this.shields.replica[this.nodeOf(parent)]) {
      this.shields.answered(parent, call);
    } else {
      this.landed(parent, outcome, calls.cause(call), null);
    }
  }

  cancel(call: number): void {
    const { calls } = this.sim;
    if (calls.state(call) === WAITING && calls.step(call) === WAITS_FOR_FETCH) this.flights[this.nodeOf(call)].leave(call);
    this.station.cancel(call);
    this.sim.cancellations.stop(call);
  }

  /** It starts cold. */
  crashed(replica: number): void {
    const node = this.sim.conditions.nodeOf(replica);
    if (replica === this.shields.replica[node]) this.shields.crashed(replica);
    else this.flights[node].crashed(replica, (fetch) => this.shields.forget(fetch));
    this.station.crashed(replica);
    this.caching.entries[replica].clear();
  }

  restarted(): void {}

  paused(replica: number): void {
    this.station.paused(replica);
  }

  resumed(replica: number): void {
    this.station.resumed(replica);
    this.shields.resumed(replica);
  }

  gauges(node: number, out: Float32Array, at: number): void {
    const { caching, shields, originFetches } = this;
    const { replicaBase } = this.sim.plan.nodes[node];
    const reads = caching.reads[node];
    out[at] = caching.hitRatio(node);
    out[at + 1] = reads > 0 ? Math.max(0, 1 - originFetches[node] / reads) : 0;
    out[at + 2] = 0;
    for (let r = replicaBase; r < replicaBase + this.pops.count[node]; r++) out[at + 2] += caching.entries[r].size;
    out[at + 3] = this.flights[node].waiting;
    out[at + 4] = caching.staleRatio(node);
    out[at + 5] = shields.reads[node] > 0 ? shields.hits[node] / shields.reads[node] : 0;
  }

  figures(node: number, out: Float64Array): void {
    out[0] = this.originFetches[node];
    out[1] = this.flights[node].joined;
    out[2] = this.caching.stale[node];
    out[3] = this.refreshes[node];
    out[4] = this.pops.rerouted[node];
  }

  private nodeOf(call: number): number {
    return this.sim.conditions.nodeOf(this.sim.calls.replica(call));
  }

  private lookedUp(call: number): void {
    const { calls, conditions, flow, plan } = this.sim;
    const replica = calls.replica(call);
    const node = conditions.nodeOf(replica);
    const { out } = plan.nodes[node];
    const key = calls.key(call);
    this.station.freeSlot(call);
    if (conditions.fails(replica)) {
      this.finish(call, ERROR, ERROR);
      return;
    }
    if (plan.operations[calls.operation(call)].writes) {
      if (out.length > 0) flow.call(call, out[0], calls.operation(call), key, -1);
      else this.finish(call, OK, OK);
      return;
    }
    const found = this.caching.read(node, replica, key);
    if (found !== MISSING) {
      if (found === STALE && out.length > 0) this.refresh(call, node);
      this.finish(call, OK, OK);
    } else if (out.length > 0) {
      this.fetch(call, node);
    } else {
      // No origin to ask: what was asked for is taken to be put here.
      this.caching.store(node, replica, key);
      this.finish(call, OK, OK);
    }
  }

  /** The request waits for what it misses, alone or with others. */
  private fetch(call: number, node: number): void {
    const { calls } = this.sim;
    const flights = this.flights[node];
    const isShared = this.caching.singleFlight[node] === 1;
    let fetch = isShared ? flights.find(calls.replica(call), calls.key(call)) : NO_CALL;
    const isFirst = fetch === NO_CALL;
    if (isFirst) fetch = flights.begin(call, calls.replica(call), isShared);
    else flights.joined++;
    calls.setStep(call, WAITS_FOR_FETCH);
    flights.join(fetch, call);
    if (isFirst) this.send(fetch, node);
  }

  /** Fetches anew what was served stale, unless that is under way. */
  private refresh(call: number, node: number): void {
    const { calls } = this.sim;
    if (this.flights[node].find(calls.replica(call), calls.key(call)) !== NO_CALL) return;
    this.refreshes[node]++;
    this.send(this.flights[node].begin(call, calls.replica(call), true), node);
  }

  private send(fetch: number, node: number): void {
    if (this.shields.isUp(node)) this.shields.ask(fetch);
    else this.askOrigin(fetch);
  }

  private askOrigin(fetch: number): void {
    const { calls, flow, plan } = this.sim;
    const node = this.nodeOf(fetch);
    this.originFetches[node]++;
    calls.setStep(fetch, FETCH);
    flow.call(fetch, plan.nodes[node].out[0], calls.operation(fetch), calls.key(fetch), -1);
  }

  /** A fetch is back at its point of presence; what the shield sends is fresh until `untilMs.value`. */
  private landed(fetch: number, outcome: number, cause: number, untilMs: Cell | null): void {
    const { calls, clock } = this.sim;
    const replica = calls.replica(fetch);
    const node = this.nodeOf(fetch);
    let isStale = false;
    if (outcome === OK && untilMs !== null) {
      isStale = untilMs.value <= clock.value;
      this.caching.entries[replica].store(calls.key(fetch), untilMs);
    } else if (outcome === OK) {
      this.caching.store(node, replica, calls.key(fetch));
    }
    const flights = this.flights[node];
    for (let call = flights.shift(fetch); call !== NO_CALL; call = flights.shift(fetch)) {
      calls.setStep(call, 0);
      if (outcome === OK && isStale) this.caching.stale[node]++;
      if (outcome === OK) this.finish(call, OK, OK);
      else this.failed(call, node, outcome, cause);
    }
    flights.end(fetch);
  }

  /** What is behind could not answer; an entry that is not too old may (RFC 5861: 500, 502, 503 and 504 are errors). */
  private failed(call: number, node: number, outcome: number, cause: number): void {
    const { calls } = this.sim;
    const isRescued = outcome !== RATE_LIMITED && this.caching.rescues(node, calls.replica(call), calls.key(call));
    this.finish(call, isRescued ? OK : ERROR, isRescued ? OK : cause);
  }

  private finish(call: number, outcome: number, cause: number): void {
    const { flow, meter } = this.sim;
    meter.left(this.nodeOf(call), call, outcome, cause);
    flow.reply(call, outcome, cause);
  }
}
