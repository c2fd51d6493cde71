import type { PlanNode } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";
import type { LoadBalancerConfig } from "./config";
import { HealthChecks } from "./health-checks";
import { HostPool } from "./host-pool";
import { OutlierDetection } from "./outlier-detection";
import { PassiveChecks } from "./passive-checks";

/** What one balancer knows. */
export interface Balancer {
  readonly node: PlanNode;
  readonly pool: HostPool;
  readonly checks: HealthChecks;
  readonly passive: PassiveChecks;
  readonly outliers: OutlierDetection;
  config: LoadBalancerConfig;
  /** Redispatches over the run. */
  redispatches: number;
}

/** Event codes that all balancers share, for there are few of them. */
export interface BalancerCodes {
  readonly probe: number;
  readonly result: number;
  readonly look: number;
}

/** @param turned hears whenever a host may have come into or out of rotation */
export function createBalancer(sim: Sim, node: PlanNode, codes: BalancerCodes, turned: () => void): Balancer {
  const isOut = (target: number) => passive.isOut(target) || outliers.isOut(target);
  const pool = new HostPool(sim, node, isOut);
  const { count } = pool.targets;
  const passive = new PassiveChecks(sim, count);
  const outliers = new OutlierDetection(sim, node, count, turned, codes.look, () => pool.countListed());
  const owner = {
    changed: turned,
    passed: (target: number) => outliers.checkPassed(target),
    cameBack: (target: number) => pool.joined(target),
  };
  const checks = new HealthChecks(sim, node, pool.targets, pool.passing, owner, codes.probe, codes.result);
  return { node, pool, checks, passive, outliers, config: node.config as LoadBalancerConfig, redispatches: 0 };
}
