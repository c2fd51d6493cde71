import { WAITING } from "../../../engine/calls";
import { ERROR, OK, REFUSED, UNAVAILABLE } from "../../../engine/outcome";
import type { KindHandlers, PlanNode, SimulateKind } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";
import { Station } from "../../../engine/station";
import type { Pick } from "../../balancers/define";
import { balancerOf } from "../../balancers/registry";
import { type Targets, targetsOf } from "../../targets";
import type { LoadBalancerConfig } from "./definition";
import { HealthChecks } from "./health-checks";

const UNLIMITED = 1_000_000_000;

interface Balancer {
  readonly targets: Targets;
  readonly healthy: Uint8Array;
  readonly active: Int32Array;
  readonly checks: HealthChecks;
  pick: Pick;
  algorithm: string;
  overheadMs: number;
  redispatches: number;
}

/** Passes each request to one of its targets and the answer back. */
export const simulateLoadBalancer: SimulateKind = (sim, nodes) => new LoadBalancers(sim, nodes);

class LoadBalancers implements KindHandlers {
  private readonly station: Station;
  private readonly balancers: Balancer[] = [];

  constructor(
    private readonly sim: Sim,
    private readonly nodes: readonly PlanNode[],
  ) {
    this.station = new Station(sim, [], {
      serviceMs: (node, out) => {
        out[0] = this.balancers[node].overheadMs;
      },
      worked: (call) => {
        this.station.freeSlot(call);
        this.dispatch(call);
      },
    });
    const probeCode = sim.register((target, node) => this.balancers[node].checks.probe(target));
    const resultCode = sim.register((result, node) => this.balancers[node].checks.judge(result >> 1, (result & 1) === 1));
    for (const node of nodes) {
      const targets = targetsOf(sim.plan, node);
      const healthy = new Uint8Array(targets.count).fill(1);
      this.balancers[node.index] = {
        targets,
        healthy,
        active: new Int32Array(targets.count),
        checks: new HealthChecks(sim, node, targets, healthy, probeCode, resultCode),
        pick: () => -1,
        algorithm: "",
        overheadMs: 0,
        redispatches: 0,
      };
    }
  }

  configure(node: PlanNode): void {
    const config = node.config as LoadBalancerConfig;
    const balancer = this.balancers[node.index];
    const { targets, healthy, active } = balancer;
    balancer.overheadMs = config.overheadMs;
    balancer.redispatches = config.redispatches;
    balancer.checks.configure(config.healthCheck);
    const weights = Float64Array.from(targets.link, (link) => this.sim.plan.links[link].weight);
    const stream = this.sim.stream(`node:${node.id}:choice`);
    balancer.algorithm = config.algorithm;
    balancer.pick = balancerOf(config.algorithm).bind({
      targets: targets.count,
      healthy,
      active,
      weights,
      stream,
      keep: (state) => this.sim.keep(state),
    });
    this.station.configure(node.replicaBase, UNLIMITED, UNLIMITED, false);
  }

  start(): void {
    for (const node of this.nodes) this.balancers[node.index].checks.start();
  }

  request(call: number): void {
    const { calls, callee, conditions, flow, meter, plan } = this.sim;
    const node = callee[calls.link(call)];
    const replica = plan.nodes[node].replicaBase;
    calls.setReplica(call, replica);
    meter.entered(node, call);
    if (conditions.isDown[replica] === 1) {
      meter.left(node, call, REFUSED, REFUSED);
      flow.reply(call, REFUSED, REFUSED);
    } else if (conditions.isPaused[replica] === 0 && this.balancers[node].overheadMs === 0) {
      calls.setState(call, WAITING);
      this.dispatch(call);
    } else {
      this.station.offer(call, replica, true);
    }
  }

  answer(parent: number, call: number): void {
    const { calls, conditions } = this.sim;
    const balancer = this.balancerOf(parent);
    balancer.active[balancer.targets.ofReplica[calls.replica(call)]]--;
    const outcome = calls.outcome(call);
    if (outcome === REFUSED && calls.step(parent) < balancer.redispatches) {
      calls.setStep(parent, calls.step(parent) + 1);
      this.dispatch(parent);
      return;
    }
    if (outcome === OK && conditions.fails(calls.replica(parent))) this.finish(parent, ERROR, ERROR);
    else this.finish(parent, outcome === OK ? OK : ERROR, calls.cause(call));
  }

  crashed(replica: number): void {
    this.station.crashed(replica);
    // Its connections are gone; answers under way find nobody.
    this.balancers[this.sim.conditions.nodeOf(replica)].active.fill(0);
  }

  restarted(): void {}

  paused(replica: number): void {
    this.station.paused(replica);
  }

  resumed(replica: number): void {
    this.station.resumed(replica);
  }

  gauges(node: number, out: Float32Array, at: number): void {
    const { healthy, targets } = this.balancers[node];
    let up = 0;
    for (const one of healthy) up += one;
    out[at] = up;
    out[at + 1] = targets.count;
  }

  private balancerOf(call: number): Balancer {
    return this.balancers[this.sim.conditions.nodeOf(this.sim.calls.replica(call))];
  }

  private dispatch(call: number): void {
    const { calls, flow } = this.sim;
    const balancer = this.balancerOf(call);
    const target = balancer.pick(calls.key(call));
    if (target === -1) {
      this.finish(call, UNAVAILABLE, UNAVAILABLE);
      return;
    }
    balancer.active[target]++;
    flow.call(call, balancer.targets.link[target], calls.operation(call), calls.key(call), balancer.targets.replica[target]);
  }

  private finish(call: number, outcome: number, cause: number): void {
    const { flow, meter, conditions, calls } = this.sim;
    meter.left(conditions.nodeOf(calls.replica(call)), call, outcome, cause);
    flow.reply(call, outcome, cause);
  }
}
