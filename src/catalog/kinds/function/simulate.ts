import { ERROR, OK, RATE_LIMITED, REFUSED } from "../../../engine/outcome";
import type { KindHandlers, PlanNode, Sampler, SimulateKind } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";
import { Station } from "../../../engine/station";
import { distributionOf } from "../../distributions/registry";
import type { FunctionConfig } from "./definition";
import { Instances } from "./instances";
import { TimeLimits } from "./time-limits";

const UNLIMITED = 1_000_000_000;

/** An instance per request: a warm one where there is one, else a new one after a cold start; then as a server. */
export const simulateFunction: SimulateKind = (sim, nodes) => new Functions(sim, nodes);

class Functions implements KindHandlers {
  private readonly station: Station;
  private readonly instances: Instances;
  private readonly limits: TimeLimits;
  private readonly service: Sampler[] = [];
  private readonly parallel: Uint8Array;
  private readonly throttles: Float64Array;
  private readonly branch;

  constructor(
    private readonly sim: Sim,
    nodes: readonly PlanNode[],
  ) {
    const all = sim.plan.nodes;
    this.parallel = new Uint8Array(all.length);
    this.throttles = new Float64Array(all.length);
    this.branch = all.map((node) => sim.stream(`node:${node.id}:calls`));
    this.instances = new Instances(sim, nodes);
    this.limits = new TimeLimits(sim, (call) => this.end(call));
    this.station = new Station(sim, nodes, {
      serviceMs: (node, out, call) => {
        this.service[node](out);
        const serviceMs = out.value;
        this.instances.take(node, out);
        this.limits.begin(node, call, out);
        out.value += serviceMs;
      },
      worked: (call) => this.worked(call),
    });
  }

  configure(node: PlanNode): void {
    const config = node.config as FunctionConfig;
    this.service[node.index] = distributionOf(config.serviceTime).sampler(config.serviceTime, this.sim.stream(`node:${node.id}:service`));
    this.parallel[node.index] = config.calls === "parallel" ? 1 : 0;
    this.instances.configure(node);
    this.limits.configure(node.index, config.timeLimitMs);
    this.station.configure(node.replicaBase, config.concurrency, UNLIMITED, false);
  }

  start(): void {
    this.instances.start();
  }

  request(call: number): void {
    const { calls, callee, conditions, flow, meter, plan, replicas } = this.sim;
    const node = callee[calls.link(call)];
    const replica = plan.nodes[node].replicaBase;
    calls.setReplica(call, replica);
    meter.entered(node, call);
    let verdict = OK;
    if (replicas.refuses(replica, call)) verdict = REFUSED;
    else if (conditions.isPaused[replica] === 0 && !this.instances.admits(node)) verdict = RATE_LIMITED;
    if (verdict === OK) {
      this.station.offer(call, replica, true);
      return;
    }
    if (verdict === RATE_LIMITED) this.throttles[node]++;
    meter.left(node, call, verdict, verdict);
    flow.reply(call, verdict, verdict);
  }

  answer(parent: number, call: number): void {
    const { calls } = this.sim;
    calls.setPending(parent, calls.pending(parent) - 1);
    if (calls.outcome(call) !== OK && calls.outcome(parent) === OK) calls.setOutcome(parent, ERROR, calls.cause(call));
    if (calls.pending(parent) > 0) return;
    if (calls.outcome(parent) === OK) this.proceed(parent);
    else this.finish(parent, ERROR, calls.cause(parent));
  }

  crashed(replica: number): void {
    this.station.crashed(replica);
    this.instances.lose(this.sim.conditions.nodeOf(replica));
  }

  restarted(replica: number): void {
    this.instances.provide(this.sim.conditions.nodeOf(replica));
  }

  paused(replica: number): void {
    this.station.paused(replica);
  }

  resumed(replica: number): void {
    this.station.resumed(replica);
  }

  gauges(node: number, out: Float32Array, at: number): void {
    this.instances.gauges(node, out, at);
  }

  figures(node: number, out: Float64Array): void {
    out[0] = this.instances.coldStarts[node];
    out[1] = this.throttles[node];
    out[2] = this.limits.exceeded[node];
    out[3] = this.instances.mean(node);
  }

  private nodeOf(call: number): number {
    return this.sim.conditions.nodeOf(this.sim.calls.replica(call));
  }

  private worked(call: number): void {
    if (this.sim.conditions.fails(this.sim.calls.replica(call))) this.finish(call, ERROR, ERROR);
    else this.proceed(call);
  }

  /** Makes the next call, or the next ones where all go at once; replies when none is left. */
  private proceed(call: number): void {
    const { calls, flow, plan } = this.sim;
    const node = this.nodeOf(call);
    const out = plan.nodes[node].out;
    calls.setOutcome(call, OK, OK);
    for (let step = calls.step(call); step < out.length; step++) {
      const link = out[step];
      calls.setStep(call, step + 1);
      const ratio = plan.links[link].callRatio;
      if (ratio < 1 && !this.branch[node].chance(ratio)) continue;
      calls.setPending(call, calls.pending(call) + 1);
      flow.call(call, link, calls.operation(call), calls.key(call), -1);
      if (this.parallel[node] === 0) return;
    }
    if (calls.pending(call) === 0) this.finish(call, OK, OK);
  }

  private finish(call: number, outcome: number, cause: number): void {
    this.instances.putBack(this.nodeOf(call));
    this.leave(call, outcome, cause);
  }

  /** The time limit has run out: the request fails, and its instance is gone. */
  private end(call: number): void {
    this.instances.drop(this.nodeOf(call));
    this.leave(call, ERROR, ERROR);
  }

  private leave(call: number, outcome: number, cause: number): void {
    const { flow, meter } = this.sim;
    const node = this.nodeOf(call);
    this.station.finish(call);
    meter.left(node, call, outcome, cause);
    flow.reply(call, outcome, cause);
  }
}
