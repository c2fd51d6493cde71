import { ABANDONED, MESSAGE, NO_CALL, STORED, TRACED, WAITING } from "../../../engine/calls";
import { ERROR, OK, REFUSED, RESET } from "../../../engine/outcome";
import type { KindHandlers, PlanNode, Sampler, SimulateKind } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";
import { Station } from "../../../engine/station";
import { Autoscaler } from "../../autoscaling/autoscaler";
import { distributionOf } from "../../distributions/registry";
import type { WorkerConfig } from "./definition";
import { Lanes } from "./lanes";

const UNLIMITED = 1_000_000_000;

/** Consumers of messages: work, then a call over each outgoing link, then the acknowledgement. */
export const simulateWorker: SimulateKind = (sim, nodes) => new Workers(sim, nodes);

class Workers implements KindHandlers {
  private readonly station: Station;
  private readonly lanes: Lanes;
  private readonly config: WorkerConfig[] = [];
  private readonly service: Sampler[] = [];
  private readonly choice;
  private readonly branch;
  private readonly retried: Float64Array;
  private readonly lost: Float64Array;
  private readonly autoscaler: Autoscaler;
  private readonly againCode: number;

  constructor(
    private readonly sim: Sim,
    nodes: readonly PlanNode[],
  ) {
    const all = sim.plan.nodes;
    this.retried = new Float64Array(all.length);
    this.lost = new Float64Array(all.length);
    this.choice = all.map((node) => sim.stream(`node:${node.id}:replica`));
    this.branch = all.map((node) => sim.stream(`node:${node.id}:calls`));
    this.lanes = new Lanes(sim, nodes);
    this.station = new Station(sim, nodes, {
      serviceMs: (node, out, call) => {
        if (this.config[node].serviceFrom === "recording" && sim.recorded.read(sim.calls.record(call), out)) return;
        this.service[node](out);
      },
      worked: (call) => this.worked(call),
      tracksReplicas: nodes.some((node) => (node.config as WorkerConfig).autoscaling !== undefined),
    });
    this.autoscaler = new Autoscaler(sim, nodes, (node) => node.config as WorkerConfig, {
      busyArea: (replica) => this.station.busyArea(replica),
      slots: (replica) => this.station.capacityOf(replica),
      backlog: (node) => this.waitingFor(node),
    });
    this.againCode = sim.register((call, generation) => {
      if (sim.calls.generation(call) === generation && sim.calls.state(call) === WAITING) this.station.again(call);
    });
  }

  configure(node: PlanNode): void {
    const config = node.config as WorkerConfig;
    this.config[node.index] = config;
    this.service[node.index] = distributionOf(config.serviceTime).sampler(config.serviceTime, this.sim.stream(`node:${node.id}:service`));
    for (let r = 0; r < node.replicas; r++) this.station.resize(node.replicaBase + r, config.slots, UNLIMITED);
    this.autoscaler.configure(node);
  }

  start(): void {
    this.autoscaler.start();
  }

  request(call: number): void {
    const { calls, flow, meter, replicas, callee } = this.sim;
    const node = callee[calls.link(call)];
    let replica = calls.replica(call);
    if (replica < 0) {
      replica = replicas.pick(node, this.choice[node]);
      calls.setReplica(call, replica);
    }
    if (replica < 0 || replicas.refuses(replica, call)) {
      meter.entered(node, call);
      meter.left(node, call, REFUSED, REFUSED);
      flow.reply(call, REFUSED, REFUSED);
      return;
    }
    const work = this.config[node].acknowledge === "before" ? this.acknowledge(call) : call;
    meter.entered(node, work);
    if (this.lanes.enter(work, replica)) this.station.offer(work, replica, true);
  }

  answer(parent: number, call: number): void {
    const { calls } = this.sim;
    if (calls.outcome(call) === OK) this.proceed(parent);
    else this.failed(parent, calls.cause(call));
  }

  crashed(replica: number): void {
    const { calls } = this.sim;
    const node = this.sim.conditions.nodeOf(replica);
    for (let call = calls.after(NO_CALL); call !== NO_CALL; call = calls.after(call)) {
      if (calls.replica(call) === replica && calls.isDetached(call) && calls.isAlive(call)) this.lost[node]++;
    }
    this.station.crashed(replica);
    for (let call = this.lanes.clear(replica); call !== NO_CALL; call = this.lanes.clear(replica)) this.end(call, RESET, RESET);
  }

  restarted(replica: number): void {
    this.station.restarted(replica);
  }

  paused(replica: number): void {
    this.station.paused(replica);
  }

  resumed(replica: number): void {
    this.station.resumed(replica);
  }

  gauges(node: number, out: Float32Array, at: number): void {
    this.autoscaler.gauges(node, out, at);
  }

  figures(node: number, out: Float64Array): void {
    this.autoscaler.figures(node, out, 0);
    out[2] = this.retried[node];
    out[3] = this.lost[node];
  }

  private waitingFor(node: number): number {
    const { caller, handlers, plan } = this.sim;
    let waiting = 0;
    for (const link of plan.nodes[node].in) waiting += handlers[caller[link]].backlog?.(link) ?? 0;
    return waiting;
  }

  /** The broker is done with the message; returns the work that is left to do. */
  private acknowledge(call: number): number {
    const { calls, clock, flow } = this.sim;
    const left = calls.allocate(NO_CALL, calls.link(call), calls.operation(call), calls.key(call), calls.replica(call), clock);
    calls.setRecord(left, calls.record(call));
    calls.setFlag(left, ABANDONED | (calls.flags(call) & TRACED));
    calls.setLane(left, calls.lane(call));
    calls.detach(left);
    calls.setOutcome(left, OK, this.isPoison(call) ? ERROR : OK);
    flow.reply(call, OK, OK);
    return left;
  }

  /** No consumer can work it: what a broker wrote beside the message that it delivers. */
  private isPoison(call: number): boolean {
    const { calls } = this.sim;
    if (calls.isDetached(call)) return calls.cause(call) === ERROR;
    if (!calls.has(call, MESSAGE)) return false;
    const message = calls.parent(call);
    return message !== NO_CALL && calls.has(message, STORED) && calls.cause(message) === ERROR;
  }

  private worked(call: number): void {
    const { calls, conditions } = this.sim;
    if (conditions.fails(calls.replica(call)) || this.isPoison(call)) {
      this.failed(call, ERROR);
      return;
    }
    calls.setStep(call, 0);
    this.proceed(call);
  }

  /** Makes the next call, or acknowledges when none is left. */
  private proceed(call: number): void {
    const { calls, conditions, flow, plan } = this.sim;
    const node = conditions.nodeOf(calls.replica(call));
    const { out } = plan.nodes[node];
    for (let step = calls.step(call); step < out.length; step++) {
      const link = out[step];
      calls.setStep(call, step + 1);
      const ratio = plan.links[link].callRatio;
      if (ratio < 1 && !this.branch[node].chance(ratio)) continue;
      flow.call(call, link, calls.operation(call), calls.key(call), -1);
      return;
    }
    this.finish(call, OK, OK);
  }

  private failed(call: number, cause: number): void {
    const { calls, clock, conditions, due } = this.sim;
    const node = conditions.nodeOf(calls.replica(call));
    const { tries, retryPauseMs } = this.config[node];
    const tried = calls.attempt(call) + 1;
    if (tried >= tries) {
      this.finish(call, ERROR, cause);
      return;
    }
    calls.setAttempt(call, tried);
    this.retried[node]++;
    due.value = clock.value + retryPauseMs;
    if (retryPauseMs > 0) this.sim.post(this.againCode, call, calls.generation(call));
    else this.sim.soon(this.againCode, call, calls.generation(call));
  }

  private finish(call: number, outcome: number, cause: number): void {
    const replica = this.sim.calls.replica(call);
    this.station.finish(call);
    const next = this.lanes.leave(call, replica);
    if (this.sim.calls.isDetached(call) && outcome !== OK) this.lost[this.sim.conditions.nodeOf(replica)]++;
    this.end(call, outcome, cause);
    if (next !== NO_CALL) this.station.offer(next, replica, true);
  }

  private end(call: number, outcome: number, cause: number): void {
    const { calls, conditions, flow, meter } = this.sim;
    meter.left(conditions.nodeOf(calls.replica(call)), call, outcome, cause);
    if (calls.isDetached(call)) flow.forget(call);
    else flow.reply(call, outcome, cause);
  }
}
