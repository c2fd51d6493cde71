import { type Calls, NO_CALL, WAITING } from "../../../engine/calls";
import type { Flow } from "../../../engine/flow";
import type { Meter } from "../../../engine/meter";
import { REJECTED, UNAVAILABLE } from "../../../engine/outcome";
import type { PausedCallers } from "../../../engine/paused-callers";
import type { PlanNode } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";
import type { Station } from "../../../engine/station";
import type { Balancer } from "./balancer";
import { WaitingRoom } from "./waiting-room";

export const UNLIMITED = 1_000_000_000;
export const NO_TARGET = -1;

/** The way of a request through its balancer: in, to a host or into a queue for one, and out. */
export class Dispatch {
  readonly waiting: WaitingRoom;
  private readonly calls: Calls;
  private readonly flow: Flow;
  private readonly meter: Meter;
  private readonly nodeOfReplica: Int32Array;
  private readonly isPaused: Uint8Array;
  /** Letting one in may end it at once, which makes room for the next. */
  private isLettingIn = false;

  constructor(
    private readonly sim: Sim,
    nodes: readonly PlanNode[],
    private readonly station: Station,
    private readonly balancers: readonly Balancer[],
    /** Waits that were over while the balancer's process was paused itself. */
    private readonly overdue: PausedCallers,
  ) {
    this.calls = sim.calls;
    this.flow = sim.flow;
    this.meter = sim.meter;
    this.nodeOfReplica = sim.conditions.nodeOfReplica;
    this.isPaused = sim.conditions.isPaused;
    this.waiting = new WaitingRoom(
      sim,
      nodes,
      sim.register((call, generation) => this.queueTimeout(call, generation)),
    );
  }

  balancerOf(call: number): Balancer {
    return this.balancers[this.nodeOfReplica[this.calls.replica(call)]];
  }

  /** A request has arrived: it comes in, or waits outside where the balancer has its hands full. */
  arrived(balancer: Balancer, call: number): void {
    const { node, config } = balancer;
    const isFull = config.maxInProgress > 0 && this.waiting.inside[node.index] >= config.maxInProgress;
    if (isFull) this.waiting.keepOut(node.index, call);
    else this.admit(balancer, call);
  }

  /** Requests from outside come in while there is room. */
  letIn(balancer: Balancer): void {
    const { node, config } = balancer;
    if (this.isLettingIn) return;
    this.isLettingIn = true;
    const { inside } = this.waiting;
    const room = config.maxInProgress > 0 ? config.maxInProgress : UNLIMITED;
    while (inside[node.index] < room) {
      const call = this.waiting.letIn(node.index);
      if (call === NO_CALL) break;
      this.admit(balancer, call);
    }
    this.isLettingIn = false;
  }

  /** To the host that the algorithm picks; where there is another, not to `avoided`. */
  toSome(balancer: Balancer, call: number, avoided: number): void {
    const { pool, passive } = balancer;
    if (passive.isActive) this.rotate(balancer);
    const key = this.calls.key(call);
    const caller = this.flow.callerReplica(call);
    // Users have no replica: each key stands for one of them.
    const source = caller < 0 ? this.sim.plan.replicas + key : caller;
    const target = pool.choose(key, source, avoided);
    if (target !== NO_TARGET) this.to(balancer, call, target);
    else if (pool.limit < UNLIMITED && pool.countUp() > 0) this.waitFor(balancer, call, NO_TARGET);
    else this.finish(balancer, call, UNAVAILABLE, UNAVAILABLE);
  }

  /** To this host, as soon as it has a free place. */
  to(balancer: Balancer, call: number, target: number): void {
    if (balancer.pool.isFull(target)) this.waitFor(balancer, call, target);
    else this.send(balancer, call, target);
  }

  /** Places at the target are free: who waits for one takes it. */
  serve(balancer: Balancer, target: number): void {
    const { pool, node } = balancer;
    if (this.waiting.forHost[node.index] === 0) return;
    while (!pool.isFull(target) && pool.isInRotation(target)) {
      const call = this.waiting.nextFor(node.index, target);
      if (call === NO_CALL) return;
      this.send(balancer, call, target);
    }
  }

  /** Works out who is in rotation. Who waits for a host that is not looks elsewhere; who waits for any takes what is free. */
  rotate(balancer: Balancer): void {
    const { pool, node } = balancer;
    pool.refresh();
    if (this.waiting.forHost[node.index] === 0) return;
    for (let target = 0; target < pool.targets.count; target++) {
      if (pool.isInRotation(target)) {
        this.serve(balancer, target);
        continue;
      }
      let call = this.waiting.leaveQueueOf(node.index, target);
      for (; call !== NO_CALL; call = this.waiting.leaveQueueOf(node.index, target)) {
        this.toSome(balancer, call, target);
      }
    }
  }

  finish(balancer: Balancer, call: number, outcome: number, cause: number): void {
    this.meter.left(balancer.node.index, call, outcome, cause);
    this.flow.reply(call, outcome, cause);
    this.left(balancer);
  }

  /** The caller has taken the call back. */
  cancel(call: number): void {
    const { calls, cancellations } = this.sim;
    const balancer = this.balancerOf(call);
    const wasOutside = this.waiting.isOutside(call);
    if (this.waiting.isWaiting(call)) this.waiting.remove(balancer.node.index, call);
    // What waits for its target holds no slot here.
    else if (calls.state(call) !== WAITING) this.station.cancel(call);
    cancellations.stop(call);
    if (!wasOutside) this.left(balancer);
  }

  queueTimeout(call: number, generation: number): void {
    const { calls, conditions } = this.sim;
    if (calls.generation(call) !== generation || !this.waiting.isOverdue(call)) return;
    const replica = calls.replica(call);
    if (conditions.isPaused[replica] === 1) {
      this.overdue.keepLimit(replica, call, generation);
      return;
    }
    this.waiting.remove(conditions.nodeOf(replica), call);
    this.finish(this.balancerOf(call), call, UNAVAILABLE, UNAVAILABLE);
  }

  private left(balancer: Balancer): void {
    this.waiting.inside[balancer.node.index]--;
    if (balancer.config.maxInProgress > 0) this.letIn(balancer);
  }

  private admit(balancer: Balancer, call: number): void {
    const { node, config } = balancer;
    const replica = node.replicaBase;
    this.waiting.inside[node.index]++;
    if (config.overheadMs === 0 && this.isPaused[replica] === 0) {
      this.calls.setState(call, WAITING);
      this.toSome(balancer, call, NO_TARGET);
    } else {
      this.station.offer(call, replica, true);
    }
  }

  private waitFor(balancer: Balancer, call: number, target: number): void {
    const { node, config } = balancer;
    const { queueLimit, queueTimeoutMs } = config.perHost;
    if (this.waiting.forHost[node.index] >= queueLimit) this.finish(balancer, call, REJECTED, REJECTED);
    else this.waiting.waitFor(node.index, target, call, queueTimeoutMs);
  }

  private send({ pool, passive }: Balancer, call: number, target: number): void {
    pool.taken(target);
    if (passive.isActive) passive.picked(target);
    const { link, replica } = pool.targets;
    this.flow.call(call, link[target], this.calls.operation(call), this.calls.key(call), replica[target]);
  }
}
