import type { Stream } from "../../../base/stream";
import type { PlanNode, Sampler } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";
import type { Targets } from "../../targets";
import type { LoadBalancerConfig } from "./config";

type Settings = LoadBalancerConfig["healthCheck"];

/**
 * Active checks of one balancer: each host is probed every interval; `fall` failures in a row take it out of
 * rotation, `rise` passes bring it back (HAProxy configuration manual, inter, fall and rise). A refused probe fails
 * at once, a host that does not answer fails at the timeout. A balancer that is down or paused probes nobody.
 */
export class HealthChecks {
  private settings: Settings;
  /** Results in a row that contradict the present state. */
  private readonly streak: Int32Array;
  private readonly probeStream: Stream[];
  private readonly probeLatency: Sampler[] = [];

  constructor(
    private readonly sim: Sim,
    private readonly node: PlanNode,
    private readonly targets: Targets,
    /** 1 where the host passes. */
    private readonly passing: Uint8Array,
    private readonly owner: {
      /** Somebody passes who did not, or the other way round. */
      changed(): void;
      /** A host that was in rotation has passed a check. */
      passed(target: number): void;
      /** A host passes again. */
      cameBack(target: number): void;
    },
    /** Event codes that all balancers share, for there are few of them. */
    private readonly probeCode: number,
    private readonly resultCode: number,
  ) {
    this.settings = (node.config as LoadBalancerConfig).healthCheck;
    this.streak = new Int32Array(targets.count);
    this.probeStream = Array.from(targets.link, (_, target) => sim.stream(`node:${node.id}:probe:${target}`));
  }

  configure(settings: Settings): void {
    this.settings = settings;
    this.targets.link.forEach((link, target) => {
      this.probeLatency[target] = this.sim.plan.links[link].bindLatency(this.probeStream[target]);
    });
    if (settings.enabled) return;
    this.passing.fill(1);
    this.streak.fill(0);
    this.owner.changed();
  }

  /** The host is another one than before. */
  forget(target: number): void {
    this.passing[target] = 1;
    this.streak[target] = 0;
  }

  /** Probes are spread over the first interval, as HAProxy spreads them. */
  start(): void {
    for (let target = 0; target < this.targets.count; target++) {
      this.sim.due.value = ((target + 1) / this.targets.count) * this.settings.intervalMs;
      this.sim.post(this.probeCode, target, this.node.index);
    }
  }

  probe(target: number): void {
    const { clock, due, conditions, network, scratch } = this.sim;
    const now = clock.value;
    due.value = now + this.settings.intervalMs;
    this.sim.post(this.probeCode, target, this.node.index);
    const self = this.node.replicaBase;
    if (!this.settings.enabled || conditions.isDown[self] === 1 || conditions.isPaused[self] === 1) return;
    const link = this.targets.link[target];
    const replica = this.targets.replica[target];
    if (this.sim.replicas.listed[replica] === 0) return;
    const path = this.sim.paths.between(link, self, replica);
    network.probe(path, this.probeLatency[target], this.probeStream[target]);
    const there = scratch.value;
    network.probe(path, this.probeLatency[target], this.probeStream[target]);
    const roundTrip = there + scratch.value;
    const cut = conditions.isCut[2 * path] + conditions.isCut[2 * path + 1];
    const silent = conditions.isPaused[replica] === 1 || cut > 0;
    const passed = !silent && conditions.isDown[replica] === 0 && roundTrip <= this.settings.timeoutMs;
    due.value = now + (silent ? this.settings.timeoutMs : Math.min(roundTrip, this.settings.timeoutMs));
    this.sim.post(this.resultCode, 2 * target + (passed ? 1 : 0), this.node.index);
  }

  judge(target: number, passed: boolean): void {
    if (!this.settings.enabled) return;
    const up = this.passing[target] === 1;
    if (passed === up) {
      this.streak[target] = 0;
      if (passed) this.owner.passed(target);
      return;
    }
    if (++this.streak[target] < (up ? this.settings.fall : this.settings.rise)) return;
    this.passing[target] = up ? 0 : 1;
    this.streak[target] = 0;
    if (!up) {
      this.owner.cameBack(target);
      this.owner.passed(target);
    }
    this.owner.changed();
  }
}
