import type { Cell } from "../../../base/cell";
import type { PlanNode, Sampler } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";
import { distributionOf } from "../../distributions/registry";
import type { FunctionConfig } from "./definition";
import { WarmInstances } from "./warm-instances";

/**
 * The instances of every function: busy, warm, or on their way to be. New ones are limited by a bucket that holds a
 * period's worth and fills evenly, as AWS tells of its concurrency scaling rate ("Lambda scaling behavior").
 */
export class Instances {
  /** By node index, as all columns here. */
  readonly coldStarts: Float64Array;
  private readonly warm: WarmInstances[] = [];
  private readonly busy: Int32Array;
  /** Provisioned ones that start without a request. */
  private readonly starting: Int32Array;
  private readonly concurrency: Int32Array;
  private readonly least: Int32Array;
  private readonly expiryMs: Float64Array;
  private readonly cold: Sampler[] = [];
  private readonly burst: Float64Array;
  private readonly perMs: Float64Array;
  /** New instances that may start, as of `filledMs`. */
  private readonly tokens: Float64Array;
  private readonly filledMs: Float64Array;
  /** When the next look at what has expired is due [ms]; Infinity where none is. */
  private readonly lookMs: Float64Array;
  /** Instances over time [instances x ms], up to `countedMs`. */
  private readonly area: Float64Array;
  private readonly countedMs: Float64Array;
  private readonly lives: Int32Array;
  private hasStarted = false;
  private readonly lookCode: number;
  private readonly readyCode: number;

  constructor(
    private readonly sim: Sim,
    private readonly nodes: readonly PlanNode[],
  ) {
    const count = sim.plan.nodes.length;
    this.coldStarts = new Float64Array(count);
    this.busy = new Int32Array(count);
    this.starting = new Int32Array(count);
    this.concurrency = new Int32Array(count);
    this.least = new Int32Array(count);
    this.expiryMs = new Float64Array(count);
    this.burst = new Float64Array(count);
    this.perMs = new Float64Array(count);
    this.tokens = new Float64Array(count);
    this.filledMs = new Float64Array(count);
    this.lookMs = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
    this.area = new Float64Array(count);
    this.countedMs = new Float64Array(count);
    this.lives = new Int32Array(count);
    for (const { index } of nodes) this.warm[index] = new WarmInstances();
    this.lookCode = sim.register((node) => this.look(node));
    this.readyCode = sim.register((node, life) => {
      if (this.lives[node] === life) this.started(node);
    });
  }

  configure({ index, id, config }: PlanNode): void {
    const { coldStart, concurrency, minInstances, idleExpiryMs, burstInstances, burstPeriodMs } = config as FunctionConfig;
    this.fill(index);
    this.cold[index] = distributionOf(coldStart).sampler(coldStart, this.sim.stream(`node:${id}:cold`));
    this.concurrency[index] = concurrency;
    this.least[index] = Math.min(minInstances, concurrency);
    this.expiryMs[index] = idleExpiryMs;
    this.perMs[index] = burstInstances / burstPeriodMs;
    this.burst[index] = burstInstances;
    if (!this.hasStarted) this.tokens[index] = burstInstances;
    else this.tokens[index] = Math.min(this.tokens[index], burstInstances);
    if (!this.hasStarted) return;
    this.provide(index);
    this.lookMs[index] = Number.POSITIVE_INFINITY;
    this.plan(index);
  }

  /** Provisioned instances are there from the start. */
  start(): void {
    this.hasStarted = true;
    for (const { index } of this.nodes) {
      for (let i = 0; i < this.least[index]; i++) this.warm[index].add(this.sim.clock);
    }
  }

  /** Whether one more request can be served: within the limit, and warm or with a new instance that may start. */
  admits(node: number): boolean {
    if (this.busy[node] >= this.concurrency[node]) return false;
    if (this.warm[node].count > 0) return true;
    this.fill(node);
    return this.tokens[node] >= 1;
  }

  /** Gives a request an instance; writes how long it has to wait for it into `out` [ms]. */
  take(node: number, out: Cell): void {
    if (this.warm[node].count > 0) {
      this.busy[node]++;
      this.warm[node].take();
      out.value = 0;
      return;
    }
    this.fill(node);
    this.tokens[node] = Math.max(0, this.tokens[node] - 1);
    this.account(node);
    this.busy[node]++;
    this.coldStarts[node]++;
    this.cold[node](out);
  }

  /** The request is done, and its instance idle. */
  putBack(node: number): void {
    this.busy[node]--;
    this.warm[node].add(this.sim.clock);
    if (this.lookMs[node] === Number.POSITIVE_INFINITY) this.plan(node);
  }

  /** An instance is gone with its request. */
  drop(node: number): void {
    this.account(node);
    this.busy[node]--;
    this.provide(node);
  }

  /** All are lost. */
  lose(node: number): void {
    this.account(node);
    this.lives[node]++;
    this.warm[node].clear();
    this.busy[node] = 0;
    this.starting[node] = 0;
  }

  /** Starts as many as the provisioned ones lack. */
  provide(node: number): void {
    const { clock, due, scratch } = this.sim;
    for (let missing = this.least[node] - this.count(node) - this.starting[node]; missing > 0; missing--) {
      this.starting[node]++;
      this.cold[node](scratch);
      due.value = clock.value + scratch.value;
      if (scratch.value > 0) this.sim.post(this.readyCode, node, this.lives[node]);
      else this.sim.soon(this.readyCode, node, this.lives[node]);
    }
  }

  gauges(node: number, out: Float32Array, at: number): void {
    out[at] = this.busy[node];
    out[at + 1] = this.count(node);
    out[at + 2] = this.coldStarts[node];
    out[at + 3] = this.warm[node].count;
  }

  /** Time average over the run of the instances that are busy or warm. */
  mean(node: number): number {
    const now = this.sim.clock.value;
    return now === 0 ? this.count(node) : (this.area[node] + this.count(node) * (now - this.countedMs[node])) / now;
  }

  private count(node: number): number {
    return this.busy[node] + this.warm[node].count;
  }

  /** Books the time so far, before the count changes. */
  private account(node: number): void {
    const now = this.sim.clock.value;
    this.area[node] += this.count(node) * (now - this.countedMs[node]);
    this.countedMs[node] = now;
  }

  private fill(node: number): void {
    const now = this.sim.clock.value;
    const filled = this.tokens[node] + this.perMs[node] * (now - this.filledMs[node]);
    this.tokens[node] = Math.min(this.burst[node], filled);
    this.filledMs[node] = now;
  }

  private started(node: number): void {
    this.starting[node]--;
    this.account(node);
    this.warm[node].add(this.sim.clock);
  }

  /** Plans the next look at what has been idle for too long. */
  private plan(node: number): void {
    const at = this.warm[node].oldestMs() + this.expiryMs[node];
    if (at === Number.POSITIVE_INFINITY || this.count(node) <= this.least[node]) return;
    const { clock, due } = this.sim;
    this.lookMs[node] = Math.max(at, clock.value);
    due.value = this.lookMs[node];
    if (due.value > clock.value) this.sim.post(this.lookCode, node, 0);
    else this.sim.soon(this.lookCode, node, 0);
  }

  private look(node: number): void {
    const now = this.sim.clock.value;
    // A look that a live edit has replaced.
    if (this.lookMs[node] !== now) return;
    this.lookMs[node] = Number.POSITIVE_INFINITY;
    const warm = this.warm[node];
    while (warm.oldestMs() + this.expiryMs[node] <= now && this.count(node) > this.least[node]) {
      this.account(node);
      warm.expire();
    }
    this.plan(node);
  }
}
