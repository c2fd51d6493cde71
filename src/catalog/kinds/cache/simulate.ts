import { LruMap } from "../../../base/lru-map";
import { ERROR, OK, REFUSED } from "../../../engine/outcome";
import type { KindHandlers, PlanNode, Sampler, SimulateKind } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";
import { Station } from "../../../engine/station";
import { distributionOf } from "../../distributions/registry";
import type { CacheConfig } from "./definition";

const UNLIMITED = 1_000_000_000;

/** Read-through cache: look up, answer a hit, ask behind on a miss and keep the answer. */
export const simulateCache: SimulateKind = (sim, nodes) => new Caches(sim, nodes);

class Caches implements KindHandlers {
  private readonly station: Station;
  private readonly lookup: Sampler[] = [];
  private readonly entries: LruMap[] = [];
  private readonly ttlMs: Float64Array;
  private readonly through: Uint8Array;
  private readonly hits: Float64Array;
  private readonly reads: Float64Array;
  private readonly evictions: Float64Array;

  constructor(
    private readonly sim: Sim,
    nodes: readonly PlanNode[],
  ) {
    const count = sim.plan.nodes.length;
    this.ttlMs = new Float64Array(count);
    this.through = new Uint8Array(count);
    this.hits = new Float64Array(count);
    this.reads = new Float64Array(count);
    this.evictions = new Float64Array(count);
    this.station = new Station(sim, nodes, {
      serviceMs: (node, out) => this.lookup[node](out),
      worked: (call) => this.lookedUp(call),
    });
    const flush = sim.conditions.column("replicas", "cache-flush");
    const flushed = sim.keep(flush.slice());
    sim.conditions.watch(() => {
      for (const { replicaBase, replicas } of nodes) {
        for (let r = replicaBase; r < replicaBase + replicas; r++) {
          if (flush[r] > flushed[r]) this.entries[r].clear();
        }
      }
      flushed.set(flush);
    });
    for (const node of nodes) {
      const { capacity } = node.config as CacheConfig;
      for (let r = 0; r < node.replicas; r++) this.entries[node.replicaBase + r] = new LruMap(capacity);
    }
  }

  configure(node: PlanNode): void {
    const config = node.config as CacheConfig;
    this.lookup[node.index] = distributionOf(config.lookupTime).sampler(
      config.lookupTime,
      this.sim.stream(`node:${node.id}:lookup`),
    );
    this.ttlMs[node.index] = config.ttlMs === 0 ? Number.POSITIVE_INFINITY : config.ttlMs;
    this.through[node.index] = config.writes === "through" ? 1 : 0;
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
    if (calls.outcome(call) === OK) this.settle(parent);
    else this.finish(parent, ERROR, calls.cause(call));
  }

  cancel(call: number): void {
    this.station.cancel(call);
    this.sim.cancellations.stop(call);
  }

  /** A cache loses what it held: it starts cold. */
  crashed(replica: number): void {
    this.station.crashed(replica);
    this.entries[replica].clear();
  }

  restarted(): void {}

  paused(replica: number): void {
    this.station.paused(replica);
  }

  resumed(replica: number): void {
    this.station.resumed(replica);
  }

  gauges(node: number, out: Float32Array, at: number): void {
    const { replicaBase, replicas } = this.sim.plan.nodes[node];
    out[at] = this.reads[node] > 0 ? this.hits[node] / this.reads[node] : 0;
    out[at + 1] = 0;
    for (let r = replicaBase; r < replicaBase + replicas; r++) out[at + 1] += this.entries[r].size;
    out[at + 2] = this.evictions[node];
  }

  private nodeOf(call: number): number {
    return this.sim.conditions.nodeOf(this.sim.calls.replica(call));
  }

  private lookedUp(call: number): void {
    const { calls, clock, conditions, flow, plan } = this.sim;
    const node = this.nodeOf(call);
    const replica = calls.replica(call);
    if (conditions.fails(replica)) {
      this.finish(call, ERROR, ERROR);
      return;
    }
    const writes = plan.operations[calls.operation(call)].writes;
    if (!writes) {
      this.reads[node]++;
      if (this.entries[replica].touch(calls.key(call), clock[0])) {
        this.hits[node]++;
        this.finish(call, OK, OK);
        return;
      }
    }
    const out = plan.nodes[node].out;
    if (out.length === 0) {
      // Nothing behind it: the caller is taken to fill the entry it missed.
      this.settle(call);
      return;
    }
    this.station.freeSlot(call);
    flow.call(call, out[0], calls.operation(call), calls.key(call), -1);
  }

  /** Stores the answer, or drops the entry where writes go around; then replies. */
  private settle(call: number): void {
    const { calls, clock, plan } = this.sim;
    const node = this.nodeOf(call);
    if (plan.operations[calls.operation(call)].writes && this.through[node] === 0) {
      this.entries[calls.replica(call)].expire(calls.key(call));
      this.finish(call, OK, OK);
      return;
    }
    const evicted = this.entries[calls.replica(call)].store(calls.key(call), clock[0] + this.ttlMs[node]);
    if (evicted) this.evictions[node]++;
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
