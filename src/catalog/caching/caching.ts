import { Cell } from "../../base/cell";
import type { Stream } from "../../base/stream";
import type { PlanNode } from "../../engine/plan";
import type { Sim } from "../../engine/sim";
import { bindEviction, type EvictionConfig } from "../evictions/registry";
import { Entries, FRESH, MISSING, STALE } from "./entries";

/** What all that caches has in its configuration; see `fields.ts`. */
export interface CachingConfig {
  readonly eviction: EvictionConfig;
  readonly ttlMs: number;
  readonly ttlJitterRatio: number;
  readonly singleFlight: boolean;
  readonly staleWhileRevalidateMs: number;
  readonly staleIfErrorMs: number;
}

/** The entries of all processes of one kind, how long they are fresh, and how often they were of use. */
export class Caching {
  /** By replica. */
  readonly entries: Entries[] = [];
  /** By node: reads, those answered from an entry, and those of them answered from a stale one. */
  readonly reads: Float64Array;
  readonly hits: Float64Array;
  readonly stale: Float64Array;
  /** 1 where others wait for the fetch that is under way. */
  readonly singleFlight: Uint8Array;
  private readonly ttlMs: Float64Array;
  private readonly jitter: Float64Array;
  private readonly revalidateMs: Float64Array;
  private readonly errorMs: Float64Array;
  private readonly jitterDraws: Stream[] = [];
  private readonly untilMs = new Cell();

  constructor(private readonly sim: Sim) {
    const { nodes } = sim.plan;
    const perNode = () => new Float64Array(nodes.length);
    this.reads = perNode();
    this.hits = perNode();
    this.stale = perNode();
    this.singleFlight = new Uint8Array(nodes.length);
    this.ttlMs = perNode();
    this.jitter = perNode();
    this.revalidateMs = perNode();
    this.errorMs = perNode();
  }

  /** Before the run: a process with room for so many entries. */
  open(node: PlanNode, replica: number, capacity: number, eviction: EvictionConfig): void {
    const stream = () => this.sim.stream(`node:${node.id}:eviction:${replica - node.replicaBase}`);
    this.entries[replica] = new Entries(capacity, bindEviction(eviction, { capacity, stream }));
  }

  /** Hears of every flush of a cache by a fault; `flushed` is told after the entries are gone. */
  watchFlushes(nodes: readonly PlanNode[], flushed: (replica: number) => void): void {
    const { conditions } = this.sim;
    const flush = conditions.column("replicas", "cache-flush");
    const before = this.sim.keep(flush.slice());
    conditions.watch(() => {
      for (const { replicaBase, replicas } of nodes) {
        for (let replica = replicaBase; replica < replicaBase + replicas; replica++) {
          if (flush[replica] <= before[replica]) continue;
          this.entries[replica].clear();
          flushed(replica);
        }
      }
      before.set(flush);
    });
  }

  configure({ index: node, id }: PlanNode, config: CachingConfig): void {
    this.jitterDraws[node] ??= this.sim.stream(`node:${id}:ttl`);
    this.ttlMs[node] = config.ttlMs === 0 ? Number.POSITIVE_INFINITY : config.ttlMs;
    this.jitter[node] = config.ttlMs === 0 ? 0 : config.ttlJitterRatio;
    this.singleFlight[node] = config.singleFlight ? 1 : 0;
    this.revalidateMs[node] = config.staleWhileRevalidateMs;
    this.errorMs[node] = config.staleIfErrorMs;
  }

  /** A read: FRESH and STALE are answered from the entry, which in the second case is to be fetched anew. */
  read(node: number, replica: number, key: number): number {
    this.reads[node]++;
    const found = this.entries[replica].look(key, this.sim.clock, this.revalidateMs, node);
    if (found !== MISSING) this.hits[node]++;
    if (found === STALE) this.stale[node]++;
    return found;
  }

  /** A read that hits or misses by chance rather than by key. */
  readByChance(node: number, isHit: boolean): number {
    this.reads[node]++;
    if (!isHit) return MISSING;
    this.hits[node]++;
    return FRESH;
  }

  /** A fetch has failed: true when the entry may be served all the same (RFC 5861, stale-if-error). */
  rescues(node: number, replica: number, key: number): boolean {
    if (!this.mayServeStale(node, replica, key)) return false;
    this.hits[node]++;
    this.stale[node]++;
    return true;
  }

  /** The same, uncounted. */
  mayServeStale(node: number, replica: number, key: number): boolean {
    return this.errorMs[node] > 0 && this.entries[replica].look(key, this.sim.clock, this.errorMs, node) !== MISSING;
  }

  /** What was fetched or written is kept, for its time to live from now. */
  store(node: number, replica: number, key: number): void {
    const { untilMs } = this;
    untilMs.value = this.ttlMs[node];
    if (this.jitter[node] > 0) untilMs.value *= 1 + this.jitter[node] * (2 * this.jitterDraws[node].uniform() - 1);
    untilMs.value += this.sim.clock.value;
    this.entries[replica].store(key, untilMs);
  }

  /** Shares of reads so far [0..1]: answered from an entry, and from a stale one. */
  hitRatio(node: number): number {
    return this.reads[node] > 0 ? this.hits[node] / this.reads[node] : 0;
  }
  staleRatio(node: number): number {
    return this.reads[node] > 0 ? this.stale[node] / this.reads[node] : 0;
  }
}
