import { WAITING } from "../../../engine/calls";
import { ERROR, OK, RATE_LIMITED, REFUSED, REJECTED } from "../../../engine/outcome";
import { PausedCallers } from "../../../engine/paused-callers";
import type { KindHandlers, PlanNode, Sampler, SimulateKind } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";
import { Station } from "../../../engine/station";
import { distributionOf } from "../../distributions/registry";
import { Admission } from "./admission";
import type { ApiGatewayConfig } from "./definition";

const NOWHERE = -1;

/** Authenticates and works, limits the rate, and passes the request on to the link that serves its operation. */
export const simulateApiGateway: SimulateKind = (sim, nodes) => new ApiGateways(sim, nodes);

class ApiGateways implements KindHandlers {
  private readonly station: Station;
  private readonly admission: Admission[] = [];
  private readonly overhead: Sampler[] = [];
  private readonly authentication: Sampler[] = [];
  /** By node: the link for each operation. */
  private readonly routes: Int32Array[] = [];
  private readonly choice;
  /** Waits that were over while their replica was paused. */
  private readonly overdue: PausedCallers;
  private readonly passCode: number;

  constructor(
    private readonly sim: Sim,
    nodes: readonly PlanNode[],
  ) {
    this.choice = sim.plan.nodes.map((node) => sim.stream(`node:${node.id}:replica`));
    for (const node of nodes) this.admission[node.index] = new Admission(sim, node);
    this.station = new Station(sim, nodes, {
      serviceMs: (node, out, call) => {
        this.overhead[node](out);
        if (!this.admission[node].isStranger(call)) return;
        const workMs = out.value;
        this.authentication[node](out);
        out.value += workMs;
      },
      relays: true,
      worked: (call) => this.worked(call),
    });
    this.overdue = new PausedCallers(sim.calls, sim.plan.replicas);
    this.passCode = sim.register((call, generation) => this.waited(call, generation));
  }

  configure(node: PlanNode): void {
    const { sim } = this;
    const config = node.config as ApiGatewayConfig;
    const samplerOf = (field: ApiGatewayConfig["overhead"], purpose: string) =>
      distributionOf(field).sampler(field, sim.stream(`node:${node.id}:${purpose}`));
    this.overhead[node.index] = samplerOf(config.overhead, "service");
    this.authentication[node.index] = samplerOf(config.authentication.time, "authentication");
    this.admission[node.index].configure(config);
    this.routes[node.index] = this.routesOf(node);
    for (let r = 0; r < node.replicas; r++) this.station.configure(node.replicaBase + r, config.slots, config.queueLimit, false);
  }

  start(): void {}

  request(call: number): void {
    const { calls, callee, flow, meter, replicas } = this.sim;
    const node = callee[calls.link(call)];
    if (calls.replica(call) < 0) calls.setReplica(call, this.route(call));
    const replica = calls.replica(call);
    meter.entered(node, call);
    let verdict = OK;
    if (replica < 0 || replicas.refuses(replica, call)) verdict = REFUSED;
    else if (!this.station.offer(call, replica, false)) verdict = REJECTED;
    if (verdict === OK) return;
    meter.left(node, call, verdict, verdict);
    flow.reply(call, verdict, verdict);
  }

  route(call: number): number {
    const node = this.sim.callee[this.sim.calls.link(call)];
    return this.sim.replicas.pick(node, this.choice[node]);
  }

  answer(parent: number, call: number): void {
    const { calls } = this.sim;
    const isOk = calls.outcome(call) === OK;
    this.finish(parent, isOk ? OK : ERROR, isOk ? OK : calls.cause(call));
  }

  cancel(call: number): void {
    // What waits holds no slot.
    if (this.sim.calls.state(call) !== WAITING) this.station.cancel(call);
    this.sim.cancellations.stop(call);
  }

  crashed(replica: number): void {
    this.station.crashed(replica);
  }

  restarted(): void {}

  paused(replica: number): void {
    this.station.paused(replica);
  }

  resumed(replica: number): void {
    this.station.resumed(replica);
    this.overdue.goOn(
      replica,
      (call, generation) => this.waited(call, generation),
      () => {},
    );
  }

  gauges(node: number, out: Float32Array, at: number): void {
    out[at] = this.admission[node].limitedPerSecond();
  }

  figures(node: number, out: Float64Array): void {
    out[0] = this.admission[node].limited;
    out[1] = this.admission[node].authentications;
  }

  /** The first link that names an operation serves it, else the first that names none. */
  private routesOf(node: PlanNode): Int32Array {
    const { links, operations } = this.sim.plan;
    const others = node.out.find((link) => links[link].operations === null) ?? NOWHERE;
    return Int32Array.from(operations, (_, operation) => node.out.find((link) => links[link].operations?.[operation] === 1) ?? others);
  }

  private worked(call: number): void {
    const { calls, clock, conditions, due } = this.sim;
    const replica = calls.replica(call);
    this.station.freeSlot(call);
    const admission = this.admission[conditions.nodeOf(replica)];
    if (!admission.admits(call)) {
      this.finish(call, RATE_LIMITED, RATE_LIMITED);
      return;
    }
    if (admission.waitMs.value === 0) {
      this.passOn(call);
      return;
    }
    due.value = clock.value + admission.waitMs.value;
    this.sim.post(this.passCode, call, calls.generation(call));
  }

  private waited(call: number, generation: number): void {
    const { calls, conditions } = this.sim;
    if (calls.generation(call) !== generation || calls.state(call) !== WAITING) return;
    const replica = calls.replica(call);
    if (conditions.isPaused[replica] === 1) this.overdue.keepLimit(replica, call, generation);
    else this.passOn(call);
  }

  private passOn(call: number): void {
    const { calls, conditions, flow } = this.sim;
    const replica = calls.replica(call);
    const operation = calls.operation(call);
    const link = this.routes[conditions.nodeOf(replica)][operation];
    if (link === NOWHERE || conditions.fails(replica)) this.finish(call, ERROR, ERROR);
    else flow.call(call, link, operation, calls.key(call), -1);
  }

  private finish(call: number, outcome: number, cause: number): void {
    const { calls, conditions, flow, meter } = this.sim;
    meter.left(conditions.nodeOf(calls.replica(call)), call, outcome, cause);
    flow.reply(call, outcome, cause);
  }
}
