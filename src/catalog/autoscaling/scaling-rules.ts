import type { Autoscaling } from "./config";

interface Dated {
  readonly atMs: number;
  readonly count: number;
}

/**
 * What turns recommendations into sizes: stabilisation windows, and how fast the size may change
 * (kube-controller-manager, pkg/controller/podautoscaler/horizontal.go, normalizeDesiredReplicasWithBehaviors).
 */
export class ScalingRules {
  private recommendations: Dated[] = [];
  /** Replicas added and taken away, by when. */
  private ups: Dated[] = [];
  private downs: Dated[] = [];

  /** The size to have from now on; `current` is the one there is. */
  next(nowMs: number, current: number, recommended: number, rules: Autoscaling): number {
    // The first look records the size as it is, so that nothing is taken away before the window has passed.
    if (this.recommendations.length === 0) this.recommendations.push({ atMs: nowMs, count: current });
    const stable = this.stabilised(nowMs, current, recommended, rules);
    const size = this.limited(nowMs, current, stable, rules);
    if (size > current) this.ups.push({ atMs: nowMs, count: size - current });
    if (size < current) this.downs.push({ atMs: nowMs, count: current - size });
    this.forget(nowMs, rules);
    return size;
  }

  private stabilised(nowMs: number, current: number, recommended: number, rules: Autoscaling): number {
    let lowest = recommended;
    let highest = recommended;
    for (const { atMs, count } of this.recommendations) {
      if (atMs > nowMs - rules.upWindowMs) lowest = Math.min(lowest, count);
      if (atMs > nowMs - rules.downWindowMs) highest = Math.max(highest, count);
    }
    this.recommendations.push({ atMs: nowMs, count: recommended });
    if (current < lowest) return lowest;
    return current > highest ? highest : current;
  }

  private limited(nowMs: number, current: number, wanted: number, rules: Autoscaling): number {
    const { minReplicas, maxReplicas } = rules;
    const most = Math.max(minReplicas, maxReplicas);
    if (wanted > current) {
      const before = current - within(this.ups, nowMs - rules.upPeriodMs) + within(this.downs, nowMs - rules.upPeriodMs);
      const doubled = Math.ceil((before * (100 + rules.upPercent)) / 100);
      const limit = Math.max(current, before + rules.upReplicas, doubled);
      return Math.max(minReplicas, Math.min(wanted, limit, most));
    }
    if (wanted < current) {
      const before = current - within(this.ups, nowMs - rules.downPeriodMs) + within(this.downs, nowMs - rules.downPeriodMs);
      const limit = Math.min(current, Math.floor((before * (100 - rules.downPercent)) / 100));
      return Math.min(most, Math.max(wanted, limit, minReplicas));
    }
    return Math.min(most, Math.max(minReplicas, wanted));
  }

  private forget(nowMs: number, rules: Autoscaling): void {
    const windowMs = Math.max(rules.upWindowMs, rules.downWindowMs);
    const periodMs = Math.max(rules.upPeriodMs, rules.downPeriodMs);
    this.recommendations = this.recommendations.filter(({ atMs }, i, all) => atMs > nowMs - windowMs || i === all.length - 1);
    this.ups = this.ups.filter(({ atMs }) => atMs > nowMs - periodMs);
    this.downs = this.downs.filter(({ atMs }) => atMs > nowMs - periodMs);
  }
}

/** Strictly within: what happened exactly a period ago counts no more. */
function within(changes: readonly Dated[], sinceMs: number): number {
  return changes.reduce((sum, { atMs, count }) => (atMs > sinceMs ? sum + count : sum), 0);
}
