import type { Stream } from "../../../base/stream";
import { BACKGROUND, NO_CALL, WAITING } from "../../../engine/calls";
import { ERROR, OK, RATE_LIMITED, REFUSED } from "../../../engine/outcome";
import type { KindHandlers, PlanNode, Sampler, SimulateKind } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";
import { Station } from "../../../engine/station";
import { Caching } from "../../caching/caching";
import { MISSING, STALE } from "../../caching/entries";
import { FLUSH, Flights } from "../../caching/flights";
import { distributionOf } from "../../distributions/registry";
import type { CacheConfig } from "./definition";
import { WriteBehind } from "./write-behind";

const UNLIMITED = 1_000_000_000;

/** Where a request is: `step` of its call. */
const WAITS_FOR_FETCH = 1;

// What becomes of a write.
const THROUGH = 0;
const AROUND = 1;
const BEHIND = 2;
const WRITES = { through: THROUGH, around: AROUND, behind: BEHIND };

/** Read-through cache: look up, answer a hit, ask behind on a miss and keep the answer. */
export const simulateCache: SimulateKind = (sim, nodes) => new Caches(sim, nodes);

class Caches implements KindHandlers {
  private readonly station: Station;
  private readonly caching: Caching;
  private readonly writeBehind: WriteBehind;
  private readonly lookup: Sampler[] = [];
  private readonly flights: Flights[] = [];
  private readonly chance: Stream[] = [];
  private readonly writes: Uint8Array;
  /** Negative where hits come from keys. */
  private readonly fixedHitRatio: Float64Array;
  private readonly refreshes: Float64Array;

  constructor(
    private readonly sim: Sim,
    nodes: readonly PlanNode[],
  ) {
    const count = sim.plan.nodes.length;
    this.writes = new Uint8Array(count);
    this.fixedHitRatio = new Float64Array(count);
    this.refreshes = new Float64Array(count);
    this.station = new Station(sim, nodes, {
      serviceMs: (node, out) => this.lookup[node](out),
      worked: (call) => this.lookedUp(call),
    });
    this.caching = new Caching(sim);
    this.writeBehind = new WriteBehind(sim, nodes);
    for (const node of nodes) {
      const { capacity, eviction } = node.config as CacheConfig;
      this.flights[node.index] = new Flights(sim, node.replicaBase);
      this.chance[node.index] = sim.stream(`node:${node.id}:hits`);
      for (let r = 0; r < node.replicas; r++) this.caching.open(node, node.replicaBase + r, capacity, eviction);
    }
    this.caching.watchFlushes(nodes, (replica) => this.writeBehind.lose(replica));
  }

  configure(node: PlanNode): void {
    const config = node.config as CacheConfig;
    this.lookup[node.index] = distributionOf(config.lookupTime).sampler(config.lookupTime, this.sim.stream(`node:${node.id}:lookup`));
    this.caching.configure(node, config);
    this.writeBehind.configure(node);
    this.writes[node.index] = WRITES[config.writes];
    this.fixedHitRatio[node.index] = config.hits === "fixed" ? config.hitRatio : -1;
    for (let r = 0; r < node.replicas; r++) {
      this.station.configure(node.replicaBase + r, config.slots, UNLIMITED, false);
    }
  }

  start(): void {}

  request(call: number): void {
    const { calls, flow, meter, plan, replicas } = this.sim;
    const node = plan.nodes[plan.links[calls.link(call)].to];
    if (calls.replica(call) < 0) calls.setReplica(call, this.route(call));
    meter.entered(node.index, call);
    if (!replicas.refuses(calls.replica(call), call)) {
      this.station.offer(call, calls.replica(call), true);
      return;
    }
    meter.left(node.index, call, REFUSED, REFUSED);
    flow.reply(call, REFUSED, REFUSED);
  }

  /** The shard that holds the key. */
  route(call: number): number {
    const { calls, callee, plan } = this.sim;
    const { replicaBase, replicas } = plan.nodes[callee[calls.link(call)]];
    return replicaBase + (scatter(calls.key(call)) % replicas);
  }

  answer(parent: number, call: number): void {
    const { calls } = this.sim;
    if (calls.has(parent, BACKGROUND)) {
      if (calls.step(parent) === FLUSH) this.writeBehind.answer(parent, call);
      else this.fetched(parent, call);
    } else if (calls.outcome(call) === OK) {
      this.settle(parent);
    } else {
      this.failed(parent, calls.outcome(call), calls.cause(call));
    }
  }

  cancel(call: number): void {
    const { calls } = this.sim;
    if (calls.state(call) === WAITING && calls.step(call) === WAITS_FOR_FETCH) this.flights[this.nodeOf(call)].leave(call);
    this.station.cancel(call);
    this.sim.cancellations.stop(call);
  }

  /** A cache loses what it held: it starts cold. */
  crashed(replica: number): void {
    this.flights[this.sim.conditions.nodeOf(replica)].crashed(replica);
    this.writeBehind.crashed(replica);
    this.station.crashed(replica);
    this.caching.entries[replica].clear();
  }

  restarted(): void {}

  paused(replica: number): void {
    this.station.paused(replica);
  }

  resumed(replica: number): void {
    this.station.resumed(replica);
    this.writeBehind.resumed(replica);
  }

  gauges(node: number, out: Float32Array, at: number): void {
    const { caching, writeBehind } = this;
    const { replicaBase, replicas } = this.sim.plan.nodes[node];
    out[at] = caching.hitRatio(node);
    out[at + 1] = 0;
    out[at + 2] = 0;
    out[at + 3] = this.flights[node].waiting;
    out[at + 4] = 0;
    out[at + 5] = caching.staleRatio(node);
    for (let r = replicaBase; r < replicaBase + replicas; r++) {
      out[at + 1] += caching.entries[r].size;
      out[at + 2] += caching.entries[r].evicted;
      out[at + 4] += writeBehind.waiting(r);
    }
  }

  figures(node: number, out: Float64Array): void {
    out[0] = this.flights[node].joined;
    out[1] = this.caching.stale[node];
    out[2] = this.refreshes[node];
    out[3] = this.writeBehind.flushes[node];
    out[4] = this.writeBehind.lost[node];
  }

  private nodeOf(call: number): number {
    return this.sim.conditions.nodeOf(this.sim.calls.replica(call));
  }

  private lookedUp(call: number): void {
    const { calls, conditions, plan } = this.sim;
    const replica = calls.replica(call);
    const node = conditions.nodeOf(replica);
    if (conditions.fails(replica)) {
      this.finish(call, ERROR, ERROR);
      return;
    }
    const hasStore = plan.nodes[node].out.length > 0;
    if (plan.operations[calls.operation(call)].writes) {
      if (hasStore && this.writes[node] !== BEHIND) {
        this.passOn(call, node);
        return;
      }
      // The write is done as soon as it is here; what is behind hears of it later.
      if (hasStore) this.writeBehind.add(call);
      this.settle(call);
      return;
    }
    const found = this.read(call, node, replica);
    if (found === MISSING && !hasStore) {
      // Nothing behind it: the caller is taken to fill the entry it missed.
      this.settle(call);
    } else if (found === MISSING) {
      this.fetch(call, node);
    } else {
      if (found === STALE && hasStore) this.refresh(call, node);
      this.finish(call, OK, OK);
    }
  }

  private read(call: number, node: number, replica: number): number {
    const ratio = this.fixedHitRatio[node];
    if (ratio < 0) return this.caching.read(node, replica, this.sim.calls.key(call));
    return this.caching.readByChance(node, this.chance[node].chance(ratio));
  }

  /** Asks for the answer to a miss: the request waits, alone or with others. */
  private fetch(call: number, node: number): void {
    const { calls } = this.sim;
    if (this.caching.singleFlight[node] === 0) {
      this.passOn(call, node);
      return;
    }
    const flights = this.flights[node];
    let fetch = flights.find(calls.replica(call), calls.key(call));
    if (fetch === NO_CALL) fetch = this.send(call, node);
    else flights.joined++;
    this.station.freeSlot(call);
    calls.setStep(call, WAITS_FOR_FETCH);
    flights.join(fetch, call);
  }

  /** Fetches anew what was served stale, unless that is under way. */
  private refresh(call: number, node: number): void {
    const { calls } = this.sim;
    if (this.flights[node].find(calls.replica(call), calls.key(call)) !== NO_CALL) return;
    this.refreshes[node]++;
    this.send(call, node);
  }

  private send(call: number, node: number): number {
    const { calls, flow, plan } = this.sim;
    const fetch = this.flights[node].begin(call, calls.replica(call), true);
    flow.call(fetch, plan.nodes[node].out[0], calls.operation(call), calls.key(call), -1);
    return fetch;
  }

  private passOn(call: number, node: number): void {
    const { calls, flow, plan } = this.sim;
    this.station.freeSlot(call);
    flow.call(call, plan.nodes[node].out[0], calls.operation(call), calls.key(call), -1);
  }

  /** A fetch is over: whoever waits for it goes on. */
  private fetched(fetch: number, call: number): void {
    const { calls } = this.sim;
    const replica = calls.replica(fetch);
    const node = this.sim.conditions.nodeOf(replica);
    const outcome = calls.outcome(call);
    const cause = calls.cause(call);
    if (outcome === OK && this.fixedHitRatio[node] < 0) this.caching.store(node, replica, calls.key(fetch));
    const flights = this.flights[node];
    for (let waiter = flights.shift(fetch); waiter !== NO_CALL; waiter = flights.shift(fetch)) {
      calls.setStep(waiter, 0);
      if (outcome === OK) this.finish(waiter, OK, OK);
      else this.failed(waiter, outcome, cause);
    }
    flights.end(fetch);
  }

  /** What is behind could not answer; an entry that is not too old may (RFC 5861: 500, 502, 503 and 504 are errors). */
  private failed(call: number, outcome: number, cause: number): void {
    const { calls, plan } = this.sim;
    const node = this.nodeOf(call);
    const mayServe = outcome !== RATE_LIMITED && !plan.operations[calls.operation(call)].writes;
    if (mayServe && this.caching.rescues(node, calls.replica(call), calls.key(call))) this.finish(call, OK, OK);
    else this.finish(call, ERROR, cause);
  }

  /** Stores the answer, or drops the entry where writes go around; then replies. */
  private settle(call: number): void {
    const { calls, plan } = this.sim;
    const node = this.nodeOf(call);
    if (this.fixedHitRatio[node] < 0) {
      const dropped = this.writes[node] === AROUND && plan.operations[calls.operation(call)].writes;
      if (dropped) this.caching.entries[calls.replica(call)].invalidate(calls.key(call));
      else this.caching.store(node, calls.replica(call), calls.key(call));
    }
    this.finish(call, OK, OK);
  }

  private finish(call: number, outcome: number, cause: number): void {
    const { flow, meter } = this.sim;
    this.station.finish(call);
    meter.left(this.nodeOf(call), call, outcome, cause);
    flow.reply(call, outcome, cause);
  }
}

/** Spreads near keys over the shards. */
function scatter(key: number): number {
  const h = Math.imul(key ^ (key >>> 15), 0x2c1b3c6d);
  return (h ^ (h >>> 13)) >>> 0;
}
