import { CallLists } from "../../../engine/call-lists";
import { FREE, NO_CALL, QUEUED, REPLYING } from "../../../engine/calls";
import { ERROR, OK, REFUSED, REJECTED, RESET } from "../../../engine/outcome";
import type { PlanNode } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";
import { Station } from "../../../engine/station";
import { asHeeded } from "./as-heeded";
import type { QueueConfig } from "./definition";
import { type Members, NOBODY } from "./members";
import type { Tally } from "./tally";

/** The step of a message that is on its way to the followers. */
const SENT = 1;
const UNLIMITED = 1_000_000_000;

/** What becomes of messages that publishers bring. */
interface Inside {
  isFull(node: number): boolean;
  /** A publisher has been turned away. */
  refused(node: number, call: number): void;
  /** Enough members have the message. */
  accepted(node: number, call: number): void;
}

/** Where publishers come in: writing takes its time, and a replicated queue waits for more than half of its members. */
export class Front {
  private readonly station: Station;
  private readonly config: QueueConfig[] = [];
  /** Publishers held back by a disk alarm, and messages that wait for a majority; by node. */
  private readonly blocked: CallLists;
  private readonly committing: CallLists;
  private readonly diskFull: Float64Array;
  private readonly commitCode: number;

  constructor(
    private readonly sim: Sim,
    private readonly members: Members,
    private readonly tally: Tally,
    private readonly inside: Inside,
  ) {
    this.blocked = new CallLists(sim.calls, sim.plan.nodes.length);
    this.committing = new CallLists(sim.calls, sim.plan.nodes.length);
    this.diskFull = sim.conditions.column("replicas", "disk-full");
    this.station = new Station(sim, [], {
      serviceMs: (node, out) => {
        out.value = this.config[node].publishMs;
      },
      worked: (call) => this.written(call),
      metered: false,
      relays: true,
    });
    this.commitCode = sim.register((call, generation) => {
      if (sim.calls.generation(call) === generation) this.commit(call);
    });
  }

  configure(node: PlanNode): void {
    this.config[node.index] = asHeeded(node.config as QueueConfig);
    for (let r = 0; r < node.replicas; r++) this.station.configure(node.replicaBase + r, UNLIMITED, UNLIMITED, false);
    this.updateOneWay(node.index);
  }

  request(call: number): void {
    const { calls, callee } = this.sim;
    const node = callee[calls.link(call)];
    const given = calls.replica(call);
    const entry = given >= 0 ? given : this.members.entry(node);
    if (entry === NOBODY) {
      calls.setReplica(call, this.sim.plan.nodes[node].replicaBase);
      this.answer(call, REFUSED);
      return;
    }
    calls.setReplica(call, entry);
    if (this.sim.replicas.refuses(entry, call)) {
      this.answer(call, REFUSED);
      return;
    }
    if (!this.alarmed(node)) {
      this.station.offer(call, entry, true);
      return;
    }
    calls.setState(call, QUEUED);
    this.blocked.append(node, call);
  }

  confirm(call: number): void {
    this.sim.flow.reply(call, OK, OK);
  }

  /** Publishers without their answer, other than those whose message is being written. */
  waiting(node: number): number {
    return this.blocked.length[node] + this.committing.length[node];
  }

  /** Conditions have changed: whoever waited goes on where possible. */
  goOn(node: number): void {
    const { calls } = this.sim;
    this.updateOneWay(node);
    if (!this.alarmed(node)) {
      for (let call = this.blocked.shift(node); call !== NO_CALL; call = this.blocked.shift(node)) {
        this.station.offer(call, calls.replica(call), true);
      }
    }
    if (this.committing.length[node] === 0 || !this.members.open(node)) return;
    for (let call = this.committing.head[node]; call !== NO_CALL; call = calls.next(call)) {
      if (calls.step(call) !== SENT) this.replicate(node, call);
    }
  }

  crashed(replica: number): void {
    const node = this.sim.conditions.nodeOf(replica);
    this.countUnnoticed(node, replica);
    this.station.crashed(replica);
    this.reset(this.blocked, node, replica);
    this.reset(this.committing, node, replica);
  }

  paused(replica: number): void {
    this.station.paused(replica);
  }

  resumed(replica: number): void {
    this.station.resumed(replica);
  }

  /** The member has written the message. */
  private written(call: number): void {
    const { calls, conditions } = this.sim;
    const replica = calls.replica(call);
    const node = conditions.nodeOf(replica);
    this.station.finish(call);
    if (conditions.fails(replica)) {
      this.answer(call, ERROR);
      return;
    }
    if (this.config[node].overflow !== "drop-head" && this.inside.isFull(node)) {
      this.inside.refused(node, call);
      this.answer(call, REJECTED);
      return;
    }
    if (this.sim.plan.nodes[node].replicas === 1) {
      this.inside.accepted(node, call);
      return;
    }
    calls.setState(call, QUEUED);
    this.committing.append(node, call);
    if (this.members.open(node)) this.replicate(node, call);
  }

  private replicate(node: number, call: number): void {
    const { calls, clock, due } = this.sim;
    // What a member has taken that is parted from the others stays with it.
    if (!this.members.reachable(calls.replica(call))) return;
    this.members.commitAt(node);
    calls.setStep(call, SENT);
    if (due.value === clock.value) this.sim.soon(this.commitCode, call, calls.generation(call));
    else this.sim.post(this.commitCode, call, calls.generation(call));
  }

  private commit(call: number): void {
    const { calls } = this.sim;
    if (calls.step(call) !== SENT) return;
    const node = this.sim.conditions.nodeOf(calls.replica(call));
    calls.setStep(call, 0);
    // What the leader sent when it was lost goes out again from the next one.
    if (!this.members.open(node) || !this.members.reachable(calls.replica(call))) return;
    this.committing.remove(node, call);
    this.inside.accepted(node, call);
  }

  private alarmed(node: number): boolean {
    const { replicaBase, replicas } = this.sim.plan.nodes[node];
    for (let r = replicaBase; r < replicaBase + replicas; r++) if (this.diskFull[r] > 0) return true;
    return false;
  }

  private answer(call: number, outcome: number): void {
    const { calls } = this.sim;
    if (calls.isOneWay(call)) this.tally.lostUnnoticed[this.sim.conditions.nodeOf(calls.replica(call))]++;
    this.sim.flow.reply(call, outcome, outcome);
  }

  private reset(list: CallLists, node: number, replica: number): void {
    const { calls, flow } = this.sim;
    for (let call = list.head[node]; call !== NO_CALL; ) {
      const next = calls.next(call);
      if (calls.replica(call) === replica) {
        list.remove(node, call);
        flow.reply(call, RESET, RESET);
      }
      call = next;
    }
  }

  /** Publishers without confirms never hear of the crash. */
  private countUnnoticed(node: number, replica: number): void {
    const { calls } = this.sim;
    for (let call = calls.after(NO_CALL); call !== NO_CALL; call = calls.after(call)) {
      if (calls.replica(call) !== replica || !calls.isOneWay(call)) continue;
      const state = calls.state(call);
      if (state !== FREE && state !== REPLYING) this.tally.lostUnnoticed[node]++;
    }
  }

  /** Without confirms publishers do not wait; but a connection that is refused they notice. */
  private updateOneWay(node: number): void {
    const oneWay = !this.config[node].confirms && this.members.entry(node) !== NOBODY;
    for (const link of this.sim.plan.nodes[node].in) this.sim.network.setOneWay(link, oneWay);
  }
}
