import { type Calls, NO_CALL, WAITING } from "../../../engine/calls";
import type { Conditions } from "../../../engine/conditions";
import type { Meter } from "../../../engine/meter";
import { ERROR, OK, REFUSED, RESET, TIMEOUT } from "../../../engine/outcome";
import { PausedCallers } from "../../../engine/paused-callers";
import type { KindHandlers, PlanNode, SimulateKind } from "../../../engine/plan";
import type { Replicas } from "../../../engine/replicas";
import type { Sim } from "../../../engine/sim";
import { Station } from "../../../engine/station";
import { type Balancer, createBalancer } from "./balancer";
import type { LoadBalancerConfig } from "./config";
import { Dispatch, NO_TARGET, UNLIMITED } from "./dispatch";

/** Ways to fail after which a request is tried again, by the setting's value. */
const RETRIED: Readonly<Record<LoadBalancerConfig["retryOn"], readonly number[]>> = {
  refused: [REFUSED],
  broken: [REFUSED, RESET],
  late: [REFUSED, RESET, TIMEOUT],
};

/** Passes each request to one of its targets and the answer back. */
export const simulateLoadBalancer: SimulateKind = (sim, nodes) => new LoadBalancers(sim, nodes);

class LoadBalancers implements KindHandlers {
  private readonly station: Station;
  private readonly dispatch: Dispatch;
  private readonly balancers: Balancer[] = [];
  /** Retries whose pause ran out, and waits that were over, while the balancer's process was paused itself. */
  private readonly overdue: PausedCallers;
  private readonly retryCode: number;
  private readonly calls: Calls;
  private readonly callee: Int32Array;
  private readonly conditions: Conditions;
  private readonly meter: Meter;
  private readonly replicas: Replicas;

  constructor(
    private readonly sim: Sim,
    private readonly nodes: readonly PlanNode[],
  ) {
    this.calls = sim.calls;
    this.callee = sim.callee;
    this.conditions = sim.conditions;
    this.meter = sim.meter;
    this.replicas = sim.replicas;
    const withThreads = nodes.filter((node) => (node.config as LoadBalancerConfig).threads > 0);
    this.station = new Station(sim, withThreads, {
      serviceMs: (node, out) => {
        out.value = this.balancers[node].config.overheadMs;
      },
      relays: true,
      worked: (call) => {
        this.station.freeSlot(call);
        this.dispatch.toSome(this.dispatch.balancerOf(call), call, NO_TARGET);
      },
    });
    this.overdue = new PausedCallers(sim.calls, sim.plan.replicas);
    this.retryCode = sim.register((call, generation) => this.retrySameHost(call, generation));
    const codes = {
      probe: sim.register((target, node) => this.balancers[node].checks.probe(target)),
      result: sim.register((result, node) => this.balancers[node].checks.judge(result >> 1, (result & 1) === 1)),
      look: sim.register((number, node) => this.balancers[node].outliers.look(number)),
    };
    this.dispatch = new Dispatch(sim, nodes, this.station, this.balancers, this.overdue);
    for (const node of nodes) {
      const turned = () => this.dispatch.rotate(this.balancers[node.index]);
      this.balancers[node.index] = createBalancer(sim, node, codes, turned);
    }
    sim.replicas.watch((replica) => this.discovered(replica));
  }

  configure(node: PlanNode): void {
    const config = node.config as LoadBalancerConfig;
    const balancer = this.balancers[node.index];
    balancer.config = config;
    balancer.pool.configure(config);
    balancer.passive.configure(config.passiveCheck);
    balancer.outliers.configure(config.outlierDetection);
    balancer.checks.configure(config.healthCheck);
    this.dispatch.rotate(balancer);
    this.station.configure(node.replicaBase, config.threads > 0 ? config.threads : UNLIMITED, UNLIMITED, false);
    this.dispatch.letIn(balancer);
  }

  start(): void {
    for (const node of this.nodes) this.balancers[node.index].checks.start();
  }

  request(call: number): void {
    const node = this.callee[this.calls.link(call)];
    const balancer = this.balancers[node];
    const replica = balancer.node.replicaBase;
    this.calls.setReplica(call, replica);
    this.meter.entered(node, call);
    if (this.replicas.refuses(replica, call) === false) {
      this.dispatch.arrived(balancer, call);
      return;
    }
    this.meter.left(node, call, REFUSED, REFUSED);
    this.sim.flow.reply(call, REFUSED, REFUSED);
  }

  answer(parent: number, call: number): void {
    const balancer = this.dispatch.balancerOf(parent);
    const { pool, passive, outliers } = balancer;
    const target = pool.targets.ofReplica[this.calls.replica(call)];
    const outcome = this.calls.outcome(call);
    pool.released(target);
    pool.heard(target, call);
    if (passive.isActive) passive.heard(target, outcome);
    if (outliers.isActive) outliers.heard(target, outcome);
    if (outcome === OK || !this.triesAgain(balancer, parent, target, outcome)) {
      const spoilt = outcome === OK && this.conditions.fails(this.calls.replica(parent)) === true;
      const told = outcome === OK && !spoilt ? OK : ERROR;
      this.dispatch.finish(balancer, parent, told, spoilt ? ERROR : this.calls.cause(call));
    }
    this.dispatch.serve(balancer, target);
  }

  cancel(call: number): void {
    this.dispatch.cancel(call);
  }

  abandoned(parent: number, call: number): void {
    const balancer = this.dispatch.balancerOf(parent);
    const target = balancer.pool.targets.ofReplica[this.sim.calls.replica(call)];
    balancer.pool.released(target);
    this.dispatch.serve(balancer, target);
  }

  crashed(replica: number): void {
    const { conditions, flow, meter } = this.sim;
    const { waiting } = this.dispatch;
    const balancer = this.balancers[conditions.nodeOf(replica)];
    const { pool, node } = balancer;
    const { count } = pool.targets;
    for (let call = waiting.anyone(node.index, count); call !== NO_CALL; call = waiting.anyone(node.index, count)) {
      meter.left(node.index, call, RESET, RESET);
      flow.reply(call, RESET, RESET);
    }
    this.station.crashed(replica);
    waiting.inside[node.index] = 0;
    // Its connections are gone; answers under way find nobody.
    pool.forget();
    balancer.passive.reset();
    balancer.outliers.reset();
    this.dispatch.rotate(balancer);
  }

  restarted(): void {}

  paused(replica: number): void {
    this.station.paused(replica);
  }

  resumed(replica: number): void {
    this.station.resumed(replica);
    this.overdue.goOn(
      replica,
      (call, generation) => {
        if (this.dispatch.waiting.isWaiting(call)) this.dispatch.queueTimeout(call, generation);
        else this.retrySameHost(call, generation);
      },
      () => {},
    );
  }

  gauges(node: number, out: Float32Array, at: number): void {
    const { pool, outliers } = this.balancers[node];
    out[at] = pool.countUp();
    out[at + 1] = pool.countListed();
    out[at + 2] = outliers.countEjected();
    out[at + 3] = pool.countPanics();
    out[at + 4] = this.dispatch.waiting.forHost[node];
  }

  figures(node: number, out: Float64Array): void {
    out[0] = this.balancers[node].outliers.ejections;
    out[1] = this.balancers[node].redispatches;
  }

  /** A host has come or gone; one that is new passes until a check says otherwise. */
  private discovered(replica: number): void {
    for (const node of this.nodes) {
      const balancer = this.balancers[node.index];
      const target = balancer.pool.targets.ofReplica[replica];
      if (target === NO_TARGET) continue;
      balancer.checks.forget(target);
      if (this.sim.replicas.listed[replica] === 1) {
        balancer.outliers.forget(target);
        balancer.pool.joined(target);
      }
      this.dispatch.rotate(balancer);
    }
  }

  /** Sends a request that failed at `target` on its way once more, where the settings say so. */
  private triesAgain(balancer: Balancer, call: number, target: number, outcome: number): boolean {
    const { calls, plan } = this.sim;
    const { config } = balancer;
    if (!RETRIED[config.retryOn].includes(outcome)) return false;
    if (outcome !== REFUSED && plan.operations[calls.operation(call)].writes) return false;
    const tries = calls.step(call);
    if (tries >= config.sameHostRetries + config.redispatches) return false;
    calls.setStep(call, tries + 1);
    if (tries < config.sameHostRetries) {
      this.pause(call, target, config.retryPauseMs);
      return true;
    }
    balancer.redispatches++;
    this.dispatch.toSome(balancer, call, target);
    return true;
  }

  private pause(call: number, target: number, pauseMs: number): void {
    const { calls, clock, due } = this.sim;
    calls.setAux(call, target);
    due.value = clock.value + pauseMs;
    if (pauseMs > 0) this.sim.post(this.retryCode, call, calls.generation(call));
    else this.sim.soon(this.retryCode, call, calls.generation(call));
  }

  private retrySameHost(call: number, generation: number): void {
    const { calls, conditions } = this.sim;
    if (calls.generation(call) !== generation || calls.state(call) !== WAITING) return;
    const replica = calls.replica(call);
    if (conditions.isPaused[replica] === 1) this.overdue.keepLimit(replica, call, generation);
    else this.dispatch.to(this.dispatch.balancerOf(call), call, calls.aux(call));
  }
}
