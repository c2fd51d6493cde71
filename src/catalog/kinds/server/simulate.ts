import type { Cell } from "../../../base/cell";
import { Draws } from "../../../base/draws";
import { type Calls, MESSAGE, NO_CALL } from "../../../engine/calls";
import type { Conditions } from "../../../engine/conditions";
import type { Flow } from "../../../engine/flow";
import type { Meter } from "../../../engine/meter";
import { ERROR, OK, REFUSED, REJECTED } from "../../../engine/outcome";
import type { KindHandlers, PlanNode, SimulateKind } from "../../../engine/plan";
import { DELAYED, SHED, TIMED_OUT } from "../../../engine/queue-guard";
import type { Replicas } from "../../../engine/replicas";
import type { Sim } from "../../../engine/sim";
import { Station } from "../../../engine/station";
import { UNBOUNDED } from "../../../engine/station-capacity";
import { ADAPTIVE_LIFO, FIFO, LIFO, PRIORITY } from "../../../engine/waiting-lines";
import { Autoscaler } from "../../autoscaling/autoscaler";
import { distributionOf } from "../../distributions/registry";
import type { ServerConfig } from "./definition";
import { programOf } from "./program";
import { Stepper } from "./stepper";

const ORDERS: Readonly<Record<ServerConfig["discipline"], number>> = {
  fifo: FIFO,
  lifo: LIFO,
  "adaptive-lifo": ADAPTIVE_LIFO,
  priority: PRIORITY,
};

/** Work, then a call over each outgoing link (in turn or all at once), then the reply; or steps of its own. */
export const simulateServer: SimulateKind = (sim, nodes) => new Servers(sim, nodes);

class Servers implements KindHandlers {
  private readonly station: Station;
  private readonly service: Draws[] = [];
  /** The same where only they decide how long a request works. */
  private readonly draws: (Draws | null)[] = [];
  /** 1 where nobody is called. */
  private readonly isLeaf: Uint8Array;
  /** 1 where a request gives its slot back while it waits for others. */
  private readonly givesBack: Uint8Array;
  private readonly nodeOfReplica: Int32Array;
  private readonly calls: Calls;
  private readonly conditions: Conditions;
  private readonly flow: Flow;
  private readonly meter: Meter;
  private readonly replicas: Replicas;
  private readonly callee: Int32Array;
  /** 1 where a request's recorded need, if it carries one, is its service time. */
  private readonly asRecorded: Uint8Array;
  private readonly blocking: Uint8Array;
  private readonly parallel: Uint8Array;
  private readonly choice;
  private readonly branch;
  private readonly autoscaler: Autoscaler;
  private readonly stepper: Stepper;

  constructor(
    private readonly sim: Sim,
    nodes: readonly PlanNode[],
  ) {
    const all = sim.plan.nodes;
    this.asRecorded = new Uint8Array(all.length);
    this.blocking = new Uint8Array(all.length);
    this.isLeaf = new Uint8Array(all.length);
    this.givesBack = new Uint8Array(all.length);
    this.nodeOfReplica = sim.conditions.nodeOfReplica;
    this.calls = sim.calls;
    this.conditions = sim.conditions;
    this.flow = sim.flow;
    this.meter = sim.meter;
    this.replicas = sim.replicas;
    this.callee = sim.callee;
    this.parallel = new Uint8Array(all.length);
    this.choice = all.map((node) => sim.stream(`node:${node.id}:replica`));
    this.branch = all.map((node) => sim.stream(`node:${node.id}:calls`));
    this.station = new Station(sim, nodes, {
      serviceMs: (node, out, call) => {
        const program = this.stepper.programs[node];
        if (program === null) this.serviceMs(node, out, call);
        else this.stepper.serviceMs(node, program, out, call);
      },
      draws: this.draws,
      worked: (call) => this.worked(call),
      tracksReplicas: nodes.some((node) => (node.config as ServerConfig).autoscaling !== undefined),
    });
    this.stepper = new Stepper(sim, this.station, {
      serviceMs: (node, out, call) => this.serviceMs(node, out, call),
      isBlocking: (node) => this.blocking[node] === 1,
      finish: (call, outcome, cause) => this.finish(call, outcome, cause),
    });
    this.autoscaler = new Autoscaler(sim, nodes, (node) => node.config as ServerConfig, {
      busyArea: (replica) => this.station.busyArea(replica),
      slots: (replica) => this.station.capacityOf(replica),
    });
  }

  configure(node: PlanNode): void {
    const config = node.config as ServerConfig;
    const { serviceTime } = config;
    this.service[node.index] = new Draws(distributionOf(serviceTime).sampler(serviceTime, this.sim.stream(`node:${node.id}:service`)));
    this.asRecorded[node.index] = config.serviceFrom === "recording" ? 1 : 0;
    const program = programOf(this.sim, node);
    this.stepper.programs[node.index] = program;
    const isDrawn = program === null && this.asRecorded[node.index] === 0;
    this.draws[node.index] = isDrawn ? this.service[node.index] : null;
    this.isLeaf[node.index] = program === null && node.out.length === 0 ? 1 : 0;
    this.blocking[node.index] = config.blocking ? 1 : 0;
    this.givesBack[node.index] = program === null && node.out.length > 0 && !config.blocking ? 1 : 0;
    this.parallel[node.index] = config.calls === "parallel" ? 1 : 0;
    for (let r = 0; r < node.replicas; r++) this.configureReplica(node.replicaBase + r, config);
    this.autoscaler.configure(node);
  }

  private configureReplica(replica: number, config: ServerConfig): void {
    const { station } = this;
    station.setWarmUp(replica, config.warmUpMs, config.coldSpeedRatio);
    if (config.work === "infinite") {
      station.resize(replica, UNBOUNDED, 0);
      return;
    }
    if (config.work === "sharing") {
      station.share(replica, config.cores);
      station.collect(replica, config.heapRequests, config.collectorRatio);
    }
    station.setOrder(replica, ORDERS[config.discipline], config.lifoAbove);
    station.protect(replica, config);
    station.resize(replica, config.slots, config.queueLimit);
  }

  start(): void {
    this.autoscaler.start();
  }

  request(call: number): void {
    const node = this.callee[this.calls.link(call)];
    let replica = this.calls.replica(call);
    if (replica < 0) {
      replica = this.replicas.pick(node, this.choice[node]);
      this.calls.setReplica(call, replica);
    }
    this.meter.entered(node, call);
    if (replica < 0 || this.replicas.refuses(replica, call) === true) this.turnAway(call, REFUSED);
    else if (this.station.offer(call, replica, this.calls.has(call, MESSAGE)) === false) this.turnAway(call, REJECTED);
  }

  private turnAway(call: number, verdict: number): void {
    this.meter.left(this.callee[this.calls.link(call)], call, verdict, verdict);
    this.flow.reply(call, verdict, verdict);
  }

  route(call: number): number {
    const node = this.sim.callee[this.sim.calls.link(call)];
    return this.sim.replicas.pick(node, this.choice[node]);
  }

  answer(parent: number, call: number): void {
    // What was published without waiting for the confirm.
    if (parent === NO_CALL) return;
    const { calls } = this;
    const node = this.nodeOf(parent);
    const program = this.stepper.programs[node];
    if (program !== null) {
      this.stepper.answer(node, program, parent, call);
      return;
    }
    calls.setPending(parent, calls.pending(parent) - 1);
    if (calls.outcome(call) !== OK && calls.outcome(parent) === OK) {
      calls.setOutcome(parent, ERROR, calls.cause(call));
    }
    if (calls.pending(parent) > 0) return;
    if (calls.outcome(parent) === OK) this.proceed(parent);
    else this.finish(parent, ERROR, calls.cause(parent));
  }

  cancel(call: number): void {
    this.station.cancel(call);
    this.sim.cancellations.stop(call);
  }

  crashed(replica: number): void {
    this.station.crashed(replica);
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
    out[2] = this.station.turnedAway(node, SHED);
    out[3] = this.station.turnedAway(node, TIMED_OUT);
    out[4] = this.station.turnedAway(node, DELAYED);
  }

  private nodeOf(call: number): number {
    return this.nodeOfReplica[this.calls.replica(call)];
  }

  private worked(call: number): void {
    const node = this.nodeOf(call);
    if (this.isLeaf[node] === 1) {
      const outcome = this.conditions.fails(this.calls.replica(call)) === true ? ERROR : OK;
      this.finish(call, outcome, outcome);
      return;
    }
    const program = this.stepper.programs[node];
    if (program !== null) {
      this.stepper.worked(node, program, call);
      return;
    }
    if (this.conditions.fails(this.calls.replica(call)) === true) {
      this.finish(call, ERROR, ERROR);
      return;
    }
    if (this.givesBack[node] === 1) this.station.freeSlot(call);
    this.proceed(call);
  }

  /** Makes the next call, or the next ones where all go at once; replies when none is left. */
  private proceed(call: number): void {
    const { calls } = this;
    const { plan } = this.sim;
    const node = this.nodeOf(call);
    const { out } = plan.nodes[node];
    const atOnce = this.parallel[node] === 1;
    calls.setOutcome(call, OK, OK);
    for (let step = calls.step(call); step < out.length; step++) {
      const link = out[step];
      calls.setStep(call, step + 1);
      const { callRatio: ratio, operations } = plan.links[link];
      if (operations !== null && operations[calls.operation(call)] === 0) continue;
      if (ratio < 1 && !this.branch[node].chance(ratio)) continue;
      calls.setPending(call, calls.pending(call) + 1);
      this.flow.call(call, link, calls.operation(call), calls.key(call), -1);
      if (!atOnce) return;
    }
    if (calls.pending(call) === 0) this.finish(call, OK, OK);
  }

  private finish(call: number, outcome: number, cause: number): void {
    this.station.finish(call);
    this.meter.left(this.nodeOf(call), call, outcome, cause);
    if (this.calls.isDetached(call) === true) this.flow.forget(call);
    else this.flow.reply(call, outcome, cause);
  }

  private serviceMs(node: number, out: Cell, call: number): void {
    if (this.asRecorded[node] === 1 && this.sim.recorded.read(this.sim.calls.record(call), out)) return;
    this.service[node].into(out);
  }
}
