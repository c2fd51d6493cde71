import { Cell } from "../../../base/cell";
import { LruMap } from "../../../base/lru-map";
import type { PlanNode } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";
import type { Limiter } from "../../limiters/define";
import { KeySlots } from "../../limiters/key-slots";
import { bindLimiter } from "../../limiters/registry";
import type { ApiGatewayConfig } from "./definition";

const SECOND_MS = 1000;

/** Who may pass a gateway, and who it knows already. */
export class Admission {
  /** How long the request admitted last has to wait, in `waitMs.value` [ms]. */
  readonly waitMs = new Cell();
  /** Over the run: requests over the limit, and authentications that took work. */
  limited = 0;
  authentications = 0;
  private config: ApiGatewayConfig;
  /** One for all replicas, or one each. */
  private limiters: Limiter[] = [];
  private keys: KeySlots[] = [];
  private known: LruMap;
  /** The second that `limitedNow` counts in, and the requests limited in it and in the one before. */
  private second = 0;
  private limitedNow = 0;
  private limitedBefore = 0;

  constructor(
    private readonly sim: Sim,
    private readonly node: PlanNode,
  ) {
    this.config = node.config as ApiGatewayConfig;
    this.known = new LruMap(this.config.keysKept);
  }

  configure(config: ApiGatewayConfig): void {
    const before = this.limiters.length === 0 ? null : this.config;
    this.config = config;
    if (before === null || before.keysKept !== config.keysKept) this.known = new LruMap(config.keysKept);
    const slots = { all: 1, caller: Math.max(1, this.node.in.length), key: config.keysKept }[config.limitPer];
    const counters = config.sharedCounters ? 1 : this.node.replicas;
    const view = { clock: this.sim.clock, waitMs: this.waitMs, slots };
    this.limiters = Array.from({ length: counters }, () => bindLimiter(config.rateLimit, view));
    this.keys = config.limitPer === "key" ? this.limiters.map((limiter) => new KeySlots(limiter, slots)) : [];
  }

  /** Whether the request has to be authenticated anew; from now on it is known. */
  isStranger(call: number): boolean {
    const { cacheTtlMs } = this.config.authentication;
    const key = this.sim.calls.key(call);
    const now = this.sim.clock.value;
    if (cacheTtlMs > 0) {
      if (this.known.touch(key, now)) return false;
      this.known.store(key, now + cacheTtlMs);
    }
    this.authentications++;
    return true;
  }

  /** Whether the rate limit lets the request through, after `waitMs.value`. */
  admits(call: number): boolean {
    const { calls } = this.sim;
    const counter = this.config.sharedCounters ? 0 : calls.replica(call) - this.node.replicaBase;
    const limiter = this.limiters[counter];
    if (limiter.admits(this.slotOf(call, counter))) return true;
    this.limited++;
    this.turn();
    this.limitedNow++;
    return false;
  }

  /** Requests limited in the last full second [1/s]. */
  limitedPerSecond(): number {
    const passed = Math.floor(this.sim.clock.value / SECOND_MS) - this.second;
    if (passed === 0) return this.limitedBefore;
    return passed === 1 ? this.limitedNow : 0;
  }

  private slotOf(call: number, counter: number): number {
    const { calls } = this.sim;
    if (this.config.limitPer === "all") return 0;
    if (this.config.limitPer === "key") return this.keys[counter].of(calls.key(call));
    return this.node.in.indexOf(calls.link(call));
  }

  private turn(): void {
    const second = Math.floor(this.sim.clock.value / SECOND_MS);
    if (second === this.second) return;
    this.limitedBefore = second === this.second + 1 ? this.limitedNow : 0;
    this.limitedNow = 0;
    this.second = second;
  }
}
