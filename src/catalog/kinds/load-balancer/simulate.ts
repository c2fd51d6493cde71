import { WAITING } from "../../../engine/calls";
import { ERROR, OK, REFUSED, RESET, TIMEOUT, UNAVAILABLE } from "../../../engine/outcome";
import { PausedCallers } from "../../../engine/paused-callers";
import type { KindHandlers, PlanNode, SimulateKind } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";
import { Station } from "../../../engine/station";
import type { Pick } from "../../balancers/define";
import { balancerOf } from "../../balancers/registry";
import { type Targets, targetsOf } from "../../targets";
import type { LoadBalancerConfig } from "./definition";
import { HealthChecks } from "./health-checks";
import { PassiveChecks } from "./passive-checks";

const UNLIMITED = 1_000_000_000;
const NO_TARGET = -1;

/** Ways to fail after which a request is tried again, by the setting's value. */
const RETRIED: Readonly<Record<LoadBalancerConfig["retryOn"], readonly number[]>> = {
  refused: [REFUSED],
  broken: [REFUSED, RESET],
  late: [REFUSED, RESET, TIMEOUT],
};

interface Balancer {
  readonly targets: Targets;
  /** 1 where the host passes its active checks, and where it is in rotation by all checks. */
  readonly passing: Uint8Array;
  readonly healthy: Uint8Array;
  readonly active: Int32Array;
  readonly checks: HealthChecks;
  readonly passive: PassiveChecks;
  pick: Pick;
  config: LoadBalancerConfig;
}

/** Passes each request to one of its targets and the answer back. */
export const simulateLoadBalancer: SimulateKind = (sim, nodes) => new LoadBalancers(sim, nodes);

class LoadBalancers implements KindHandlers {
  private readonly station: Station;
  private readonly balancers: Balancer[] = [];
  /** Retries whose pause ran out while the balancer's process was paused itself. */
  private readonly overdue: PausedCallers;
  private readonly retryCode: number;

  constructor(
    private readonly sim: Sim,
    private readonly nodes: readonly PlanNode[],
  ) {
    this.station = new Station(sim, [], {
      serviceMs: (node, out) => {
        out[0] = this.balancers[node].config.overheadMs;
      },
      relays: true,
      worked: (call) => {
        this.station.freeSlot(call);
        this.dispatch(call, NO_TARGET);
      },
    });
    this.overdue = new PausedCallers(sim.calls, sim.plan.replicas);
    this.retryCode = sim.register((call, generation) => this.retrySameHost(call, generation));
    const probeCode = sim.register((target, node) => this.balancers[node].checks.probe(target));
    const resultCode = sim.register((result, node) => this.balancers[node].checks.judge(result >> 1, (result & 1) === 1));
    for (const node of nodes) {
      const targets = targetsOf(sim.plan, node);
      const passing = new Uint8Array(targets.count).fill(1);
      const turned = () => this.rotate(this.balancers[node.index]);
      this.balancers[node.index] = {
        targets,
        passing,
        healthy: new Uint8Array(targets.count).fill(1),
        active: new Int32Array(targets.count),
        checks: new HealthChecks(sim, node, targets, passing, turned, probeCode, resultCode),
        passive: new PassiveChecks(sim, targets.count),
        pick: () => NO_TARGET,
        config: node.config as LoadBalancerConfig,
      };
    }
    sim.replicas.watch((replica) => this.discovered(replica));
  }

  configure(node: PlanNode): void {
    const config = node.config as LoadBalancerConfig;
    const balancer = this.balancers[node.index];
    const { targets, healthy, active } = balancer;
    balancer.config = config;
    balancer.passive.configure(config.passiveCheck);
    balancer.checks.configure(config.healthCheck);
    this.rotate(balancer);
    const weights = Float64Array.from(targets.link, (link) => this.sim.plan.links[link].weight);
    const stream = this.sim.stream(`node:${node.id}:choice`);
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
    const { calls, callee, conditions, flow, meter, plan, replicas } = this.sim;
    const node = callee[calls.link(call)];
    const replica = plan.nodes[node].replicaBase;
    calls.setReplica(call, replica);
    meter.entered(node, call);
    if (replicas.refuses(replica, call)) {
      meter.left(node, call, REFUSED, REFUSED);
      flow.reply(call, REFUSED, REFUSED);
    } else if (conditions.isPaused[replica] === 0 && this.balancers[node].config.overheadMs === 0) {
      calls.setState(call, WAITING);
      this.dispatch(call, NO_TARGET);
    } else {
      this.station.offer(call, replica, true);
    }
  }

  answer(parent: number, call: number): void {
    const { calls, conditions } = this.sim;
    const balancer = this.balancerOf(parent);
    const target = balancer.targets.ofReplica[calls.replica(call)];
    balancer.active[target]--;
    const outcome = calls.outcome(call);
    if (balancer.passive.isActive) balancer.passive.heard(target, outcome);
    if (outcome !== OK && this.triesAgain(balancer, parent, target, outcome)) return;
    if (outcome === OK && conditions.fails(calls.replica(parent))) this.finish(parent, ERROR, ERROR);
    else this.finish(parent, outcome === OK ? OK : ERROR, calls.cause(call));
  }

  cancel(call: number): void {
    // What waits for its target holds no slot here.
    if (this.sim.calls.state(call) !== WAITING) this.station.cancel(call);
    this.sim.cancellations.stop(call);
  }

  abandoned(parent: number, call: number): void {
    const { active, targets } = this.balancerOf(parent);
    active[targets.ofReplica[this.sim.calls.replica(call)]]--;
  }

  crashed(replica: number): void {
    this.station.crashed(replica);
    // Its connections are gone; answers under way find nobody.
    const balancer = this.balancers[this.sim.conditions.nodeOf(replica)];
    balancer.active.fill(0);
    balancer.passive.reset();
    this.rotate(balancer);
  }

  restarted(): void {}

  paused(replica: number): void {
    this.station.paused(replica);
  }

  resumed(replica: number): void {
    this.station.resumed(replica);
    this.overdue.goOn(
      replica,
      (call, generation) => this.retrySameHost(call, generation),
      () => {},
    );
  }

  gauges(node: number, out: Float32Array, at: number): void {
    const { healthy, targets } = this.balancers[node];
    let up = 0;
    let known = 0;
    for (let target = 0; target < targets.count; target++) {
      up += healthy[target];
      known += this.sim.replicas.listed[targets.replica[target]];
    }
    out[at] = up;
    out[at + 1] = known;
  }

  /** A host has come or gone; one that is new passes until a check says otherwise. */
  private discovered(replica: number): void {
    for (const node of this.nodes) {
      const balancer = this.balancers[node.index];
      const target = balancer.targets.ofReplica[replica];
      if (target === NO_TARGET) continue;
      balancer.checks.forget(target);
      this.rotate(balancer);
    }
  }

  private balancerOf(call: number): Balancer {
    return this.balancers[this.sim.conditions.nodeOf(this.sim.calls.replica(call))];
  }

  /** Sends a request that failed at `target` on its way once more, where the settings say so. */
  private triesAgain({ config }: Balancer, call: number, target: number, outcome: number): boolean {
    const { calls, plan } = this.sim;
    if (!RETRIED[config.retryOn].includes(outcome)) return false;
    if (outcome !== REFUSED && plan.operations[calls.operation(call)].writes) return false;
    const tries = calls.step(call);
    if (tries >= config.sameHostRetries + config.redispatches) return false;
    calls.setStep(call, tries + 1);
    if (tries >= config.sameHostRetries) this.dispatch(call, target);
    else this.pause(call, target, config.retryPauseMs);
    return true;
  }

  private pause(call: number, target: number, pauseMs: number): void {
    const { calls, clock, due } = this.sim;
    calls.setAux(call, target);
    due[0] = clock[0] + pauseMs;
    if (pauseMs > 0) this.sim.post(this.retryCode, call, calls.generation(call));
    else this.sim.soon(this.retryCode, call, calls.generation(call));
  }

  private retrySameHost(call: number, generation: number): void {
    const { calls, conditions } = this.sim;
    if (calls.generation(call) !== generation || calls.state(call) !== WAITING) return;
    const replica = calls.replica(call);
    if (conditions.isPaused[replica] === 1) this.overdue.keepLimit(replica, call, generation);
    else this.send(call, calls.aux(call));
  }

  /** To the host that the algorithm picks; where there is another, not to `avoided`. */
  private dispatch(call: number, avoided: number): void {
    const balancer = this.balancerOf(call);
    const { healthy, passive } = balancer;
    if (passive.isActive) this.rotate(balancer);
    const avoidedIsUp = avoided !== NO_TARGET && healthy[avoided] === 1;
    if (avoidedIsUp) healthy[avoided] = 0;
    let target = balancer.pick(this.sim.calls.key(call));
    if (avoidedIsUp) {
      healthy[avoided] = 1;
      if (target === NO_TARGET) target = avoided;
    }
    if (target === NO_TARGET) this.finish(call, UNAVAILABLE, UNAVAILABLE);
    else this.send(call, target);
  }

  private send(call: number, target: number): void {
    const { calls, flow } = this.sim;
    const { targets, active, passive } = this.balancerOf(call);
    active[target]++;
    if (passive.isActive) passive.picked(target);
    flow.call(call, targets.link[target], calls.operation(call), calls.key(call), targets.replica[target]);
  }

  /** Hosts in rotation: those that service discovery lists, that pass their active checks and that requests have not found broken. */
  private rotate({ healthy, passing, passive, targets }: Balancer): void {
    const { listed } = this.sim.replicas;
    for (let target = 0; target < healthy.length; target++) {
      const isIn = listed[targets.replica[target]] === 1 && passing[target] === 1 && !passive.isOut(target);
      healthy[target] = isIn ? 1 : 0;
    }
  }

  private finish(call: number, outcome: number, cause: number): void {
    const { flow, meter, conditions, calls } = this.sim;
    meter.left(conditions.nodeOf(calls.replica(call)), call, outcome, cause);
    flow.reply(call, outcome, cause);
  }
}
