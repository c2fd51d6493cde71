import { INSIDE, QUEUED } from "../../engine/meter";
import type { PlanNode, Sampler } from "../../engine/plan";
import { ABSENT, BOOTING, DRAINING, READY, STOPPED } from "../../engine/replicas";
import type { Sim } from "../../engine/sim";
import { distributionOf } from "../distributions/registry";
import { type Autoscaling, mostReplicas } from "./config";
import { byTotal, byUtilisation } from "./recommendation";
import { ScalingRules } from "./scaling-rules";

/** How the autoscaler learns of the load that only a node's kind knows. */
export interface ScaledLoad {
  /** Integral of the busy slots of a replica over the run so far [slots x ms]. */
  busyArea(replica: number): number;
  slots(replica: number): number;
  /** Messages that wait for this node upstream, now. */
  backlog?(node: number): number;
}

interface Scaled {
  readonly node: PlanNode;
  readonly rules: ScalingRules;
  readonly boot: Sampler;
  readonly config: Autoscaling;
}

/**
 * Scales nodes as the Horizontal Pod Autoscaler of Kubernetes does. A kind makes one for all of its nodes before it
 * configures them, passes on `configure` and `start`, and those without the group of fields are left alone.
 */
export class Autoscaler {
  /** By node index. */
  private readonly scaled: (Scaled | undefined)[] = [];
  private readonly desired: Int32Array;
  private readonly desiredMs: Float64Array;
  private readonly desiredSinceMs: Float64Array;
  /** The integrals at the last look: busy by replica, inside and queued by node. */
  private readonly busyBefore: Float64Array;
  private readonly insideBefore: Float64Array;
  private readonly queuedBefore: Float64Array;
  private readonly lookedAtMs: Float64Array;
  /** When something last waited for a node that may have no replicas at all [ms]. */
  private readonly activeMs: Float64Array;
  private readonly lookCode: number;

  /** @param scalingOf reads a node's configuration: its replicas at the start, and how they scale. */
  constructor(
    private readonly sim: Sim,
    nodes: readonly PlanNode[],
    private readonly scalingOf: (node: PlanNode) => { readonly replicas: number; readonly autoscaling?: Autoscaling | undefined },
    private readonly load: ScaledLoad,
  ) {
    const { nodes: all, replicas } = sim.plan;
    this.desired = Int32Array.from(all, (node) => node.replicas);
    this.desiredMs = new Float64Array(all.length);
    this.desiredSinceMs = new Float64Array(all.length);
    this.busyBefore = new Float64Array(replicas);
    this.insideBefore = new Float64Array(all.length);
    this.queuedBefore = new Float64Array(all.length);
    this.lookedAtMs = new Float64Array(all.length);
    this.activeMs = new Float64Array(all.length);
    this.lookCode = sim.register((node) => this.look(node));
    for (const node of nodes) {
      const { replicas: first, autoscaling } = scalingOf(node);
      if (autoscaling === undefined) continue;
      const most = mostReplicas(first, autoscaling);
      this.desired[node.index] = Math.min(most, Math.max(autoscaling.minReplicas, first));
      sim.replicas.startWith(node.index, this.desired[node.index]);
    }
    if (nodes.some((node) => scalingOf(node).autoscaling !== undefined)) {
      sim.replicas.watch((replica) => {
        if (sim.replicas.state[replica] === ABSENT) this.fill(sim.conditions.nodeOf(replica));
      });
    }
  }

  /** Reads a node's configuration; again after a live edit. */
  configure(node: PlanNode): void {
    const { autoscaling } = this.scalingOf(node);
    if (autoscaling === undefined) return;
    this.scaled[node.index] = {
      node,
      rules: this.scaled[node.index]?.rules ?? new ScalingRules(),
      boot: distributionOf(autoscaling.bootTime).sampler(autoscaling.bootTime, this.sim.stream(`node:${node.id}:boot`)),
      config: autoscaling,
    };
  }

  start(): void {
    for (const one of this.scaled) if (one !== undefined) this.lookLater(one);
  }

  /** Ready and desired replicas, into `out` from `at` on. */
  gauges(node: number, out: Float32Array, at: number): void {
    out[at] = this.sim.replicas.ready(node);
    out[at + 1] = this.desired[node];
  }

  /** Their time averages, into `out` from `at` on. */
  figures(node: number, out: Float64Array, at: number): void {
    const now = this.sim.clock.value;
    if (now === 0) {
      out[at] = this.sim.replicas.ready(node);
      out[at + 1] = this.desired[node];
      return;
    }
    out[at] = this.sim.replicas.readyArea(node) / now;
    out[at + 1] = (this.desiredMs[node] + this.desired[node] * (now - this.desiredSinceMs[node])) / now;
  }

  private lookLater({ node, config }: Scaled): void {
    const { clock, due } = this.sim;
    const { metric } = config;
    const isAsleep = metric.type === "lag" && metric.toZero && this.desired[node.index] === 0;
    due.value = clock.value + (isAsleep ? metric.pollMs : config.syncMs);
    this.sim.post(this.lookCode, node.index, 0);
  }

  private look(index: number): void {
    const one = this.scaled[index];
    if (one === undefined) return;
    const now = this.sim.clock.value;
    const current = this.desired[index];
    const size = this.betweenNoneAndOne(one, current) ?? one.rules.next(now, current, this.recommend(one, current), one.config);
    this.lookedAtMs[index] = now;
    if (size !== current) this.resize(one, current, size);
    this.lookLater(one);
  }

  /** KEDA's part: no replica while nothing waits, and one as soon as something does; null leaves it to the autoscaler. */
  private betweenNoneAndOne({ node: { index }, config }: Scaled, current: number): number | null {
    const { metric, minReplicas } = config;
    if (metric.type !== "lag" || !metric.toZero) return null;
    const now = this.sim.clock.value;
    const isActive = (this.load.backlog?.(index) ?? 0) > 0;
    if (isActive) this.activeMs[index] = now;
    if (current === 0) return isActive ? minReplicas : 0;
    return !isActive && now - this.activeMs[index] >= metric.cooldownMs ? 0 : null;
  }

  private resize(one: Scaled, current: number, size: number): void {
    const { index } = one.node;
    const now = this.sim.clock.value;
    this.desiredMs[index] += current * (now - this.desiredSinceMs[index]);
    this.desiredSinceMs[index] = now;
    this.desired[index] = size;
    if (size > current) this.fill(index);
    else this.shrink(one);
  }

  private recommend({ node, config }: Scaled, current: number): number {
    const { index } = node;
    const { meter, clock } = this.sim;
    const spanMs = clock.value - this.lookedAtMs[index];
    const inside = meter.area(index, INSIDE);
    const queued = meter.area(index, QUEUED);
    const meanInside = (inside - this.insideBefore[index]) / spanMs;
    const meanQueued = (queued - this.queuedBefore[index]) / spanMs;
    this.insideBefore[index] = inside;
    this.queuedBefore[index] = queued;
    const { metric, toleranceRatio } = config;
    switch (metric.type) {
      case "utilisation":
        return this.byUtilisation(node, current, spanMs, metric.targetRatio, toleranceRatio);
      case "inFlight":
        return byTotal(current, meanInside, metric.target, toleranceRatio);
      case "queueLength":
        return byTotal(current, meanQueued, metric.target, toleranceRatio);
      case "lag":
        return byTotal(current, this.load.backlog?.(index) ?? 0, metric.target, toleranceRatio);
    }
  }

  private byUtilisation(node: PlanNode, current: number, spanMs: number, target: number, tolerance: number): number {
    const { replicas, conditions } = this.sim;
    const sight = { current, measured: 0, sum: 0, unready: 0, missing: 0 };
    for (let r = node.replicaBase; r < node.replicaBase + node.replicas; r++) {
      const busy = this.load.busyArea(r);
      const utilisation = (busy - this.busyBefore[r]) / (spanMs * this.load.slots(r));
      this.busyBefore[r] = busy;
      const state = replicas.state[r];
      if (state === ABSENT || state === DRAINING) continue;
      const isNew = replicas.readyAtMs[r] > this.lookedAtMs[node.index];
      if (state === BOOTING || (state === READY && isNew)) sight.unready++;
      else if (conditions.isDown[r] === 1) sight.missing++;
      else {
        sight.measured++;
        sight.sum += utilisation;
      }
    }
    return byUtilisation(sight, target, tolerance);
  }

  /** Starts replicas until there are as many as desired, or no room is left while others still drain. */
  private fill(index: number): void {
    const one = this.scaled[index];
    if (one === undefined) return;
    const { replicas, scratch } = this.sim;
    const { replicaBase, replicas: count } = one.node;
    let missing = this.desired[index] - this.present(one.node);
    for (let r = replicaBase; r < replicaBase + count && missing > 0; r++) {
      if (replicas.state[r] !== ABSENT) continue;
      one.boot(scratch);
      replicas.boot(r, scratch.value);
      missing--;
    }
  }

  private present({ replicaBase, replicas: count }: PlanNode): number {
    const { replicas } = this.sim;
    let present = 0;
    for (let r = replicaBase; r < replicaBase + count; r++) {
      if (replicas.state[r] !== ABSENT && !replicas.isLeaving(r)) present++;
    }
    return present;
  }

  private shrink({ node, config }: Scaled): void {
    for (let left = this.present(node) - this.desired[node.index]; left > 0; left--) {
      this.sim.replicas.drain(this.victim(node), config.graceMs, ABSENT);
    }
  }

  /** Whom a ReplicaSet takes first: who is not ready, then who has been ready for the shortest time (Kubernetes docs, ReplicaSet). */
  private victim({ replicaBase, replicas: count }: PlanNode): number {
    const { replicas, conditions } = this.sim;
    let victim = -1;
    let best = Number.NEGATIVE_INFINITY;
    for (let r = replicaBase; r < replicaBase + count; r++) {
      const state = replicas.state[r];
      if (state === ABSENT || replicas.isLeaving(r)) continue;
      const isUnready = state === BOOTING || state === STOPPED || conditions.isDown[r] === 1;
      const since = isUnready ? Number.POSITIVE_INFINITY : replicas.readyAtMs[r];
      // Of those alike the last: it was started last.
      if (since < best) continue;
      best = since;
      victim = r;
    }
    return victim;
  }
}
