import { Cell } from "../../../base/cell";
import { pow } from "../../../base/portable-math";
import type { PlanNode } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";
import type { Pick } from "../../balancers/define";
import { balancerOf } from "../../balancers/registry";
import { behaviourOf } from "../../behaviours";
import type { LoadBalancerConfig } from "./config";

/** Envoy counts the first second of a slow start as one [ms]. */
const LEAST_ELAPSED_MS = 1000;

/** The hosts of one priority level, and the algorithm that chooses among them. Hosts are counted from 0 within it. */
export class HostLevel {
  /** 1 where a host is in rotation: by its checks, or because the level panics. */
  readonly inRotation: Uint8Array;
  /** Of these, 1 where the next request may go. */
  readonly healthy: Uint8Array;
  readonly active: Int32Array;
  /** Since when each host has been back [ms]; -Infinity where it was always there. */
  readonly joinedMs: Float64Array;
  /** Whether somebody hears of answers. */
  listens = false;
  private pick: Pick = () => -1;
  private readonly weights: Float64Array;
  private readonly uneven = new Uint8Array(1);
  private readonly tookMs = new Cell();
  /** Until when weights have to be looked at again [ms]. */
  private readonly slowUntilMs = new Cell();
  private listeners: ((host: number) => void)[] = [];
  private settings: LoadBalancerConfig["slowStart"] | null = null;

  constructor(
    private readonly sim: Sim,
    private readonly node: PlanNode,
    private readonly index: number,
    /** The link that leads to each host. */
    private readonly links: readonly number[],
  ) {
    const hosts = links.length;
    this.inRotation = new Uint8Array(hosts).fill(1);
    this.healthy = new Uint8Array(hosts).fill(1);
    this.active = new Int32Array(hosts);
    this.joinedMs = new Float64Array(hosts).fill(Number.NEGATIVE_INFINITY);
    this.weights = new Float64Array(hosts);
    this.slowUntilMs.value = Number.NEGATIVE_INFINITY;
  }

  configure(config: LoadBalancerConfig): void {
    const { sim, node, index } = this;
    const algorithm = balancerOf(config.algorithm);
    this.settings = algorithm.startsSlowly === true && config.slowStart.windowMs > 0 ? config.slowStart : null;
    for (let host = 0; host < this.links.length; host++) this.weights[host] = this.fullWeight(host);
    this.compareWeights();
    this.listeners = [];
    this.pick = behaviourOf(algorithm)({
      targets: this.links.length,
      healthy: this.healthy,
      inRotation: this.inRotation,
      active: this.active,
      weights: this.weights,
      uneven: this.uneven,
      stream: sim.stream(`node:${node.id}:choice${index === 0 ? "" : `:${index}`}`),
      clock: sim.clock,
      options: { choiceCount: config.choiceCount, activeRequestBias: config.activeRequestBias, decayMs: config.decayMs },
      tookMs: this.tookMs,
      onAnswer: (listener) => this.listeners.push(listener),
      keep: (state) => sim.keep(state),
    });
    this.listens = this.listeners.length > 0;
  }

  /** The chosen host, or -1; `avoided` is taken only if there is no other. */
  choose(key: number, source: number, avoided: number): number {
    if (this.sim.clock.value <= this.slowUntilMs.value) this.startSlowly();
    const avoids = avoided >= 0 && this.healthy[avoided] === 1;
    if (avoids) this.healthy[avoided] = 0;
    const host = this.pick(key, source);
    if (!avoids) return host;
    this.healthy[avoided] = 1;
    return host === -1 ? avoided : host;
  }

  /** The host is back, and gets its full share only after the slow start's window. */
  joined(host: number): void {
    if (this.settings === null) return;
    this.joinedMs[host] = this.sim.clock.value;
    // One more look after the window gives the full weight back.
    this.slowUntilMs.value = Number.POSITIVE_INFINITY;
  }

  /** The host has answered the call. */
  heard(host: number, call: number): void {
    this.tookMs.value = this.sim.clock.value - this.sim.calls.sentMs(call);
    for (const listener of this.listeners) listener(host);
  }

  private fullWeight(host: number): number {
    return this.sim.plan.links[this.links[host]].weight;
  }

  /** Weights of hosts that came back lately (Envoy docs, Slow start mode). */
  private startSlowly(): void {
    const { settings, weights } = this;
    let isOver = true;
    for (let host = 0; host < weights.length; host++) {
      const elapsed = this.sim.clock.value - this.joinedMs[host];
      weights[host] = this.fullWeight(host);
      if (settings === null || elapsed >= settings.windowMs) continue;
      isOver = false;
      const time = Math.min(1, Math.max(elapsed, LEAST_ELAPSED_MS) / settings.windowMs);
      weights[host] *= Math.max(settings.minWeightRatio, pow(time, 1 / settings.aggression));
    }
    if (isOver) this.slowUntilMs.value = Number.NEGATIVE_INFINITY;
    this.compareWeights();
  }

  private compareWeights(): void {
    this.uneven[0] = 0;
    for (const weight of this.weights) if (weight !== this.weights[0]) this.uneven[0] = 1;
  }
}
