import { CallLists } from "../../../engine/call-lists";
import { NO_CALL, QUEUED } from "../../../engine/calls";
import { REFUSED, RESET } from "../../../engine/outcome";
import type { KindHandlers, PlanNode, SimulateKind } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";
import { Coordination } from "./coordination";
import { Copies } from "./copies";
import { Hints } from "./hints";
import { Settings } from "./settings";
import { Sides } from "./sides";
import { Targets } from "./targets";

/** Nodes that keep N copies of each key; whoever takes a request asks the others. */
export const simulateQuorumStore: SimulateKind = (sim, nodes) => new QuorumStores(sim, nodes);

class QuorumStores implements KindHandlers {
  private readonly settings: Settings;
  private readonly copies: Copies;
  private readonly sides: Sides;
  private readonly targets: Targets;
  private readonly hints: Hints;
  private readonly coordination: Coordination;
  /** Calls that wait for a paused node. */
  private readonly held: CallLists;

  constructor(
    private readonly sim: Sim,
    nodes: readonly PlanNode[],
  ) {
    this.held = new CallLists(sim.calls, sim.plan.replicas);
    this.settings = new Settings(sim);
    this.copies = new Copies(sim, nodes);
    this.sides = new Sides(sim);
    this.hints = new Hints(sim, nodes, this.copies, this.settings, this.sides);
    this.targets = new Targets(sim, this.copies, this.settings, this.sides);
    this.coordination = new Coordination(sim, nodes, this.settings, this.copies, this.hints, this.targets, this.sides);
  }

  configure(node: PlanNode): void {
    this.settings.configure(node);
    for (let r = node.replicaBase; r < node.replicaBase + node.replicas; r++) {
      this.coordination.work.configure(r, this.settings.slots[node.index]);
    }
  }

  start(): void {}

  request(call: number): void {
    const { calls, conditions, meter, plan, replicas } = this.sim;
    const node = plan.links[calls.link(call)].to;
    meter.entered(node, call);
    const cell = this.copies.cellOf(node, calls.key(call));
    const keeper = calls.replica(call) >= 0 ? calls.replica(call) : this.targets.keeper(node, cell);
    calls.setReplica(call, keeper);
    if (replicas.refuses(keeper, call)) {
      this.coordination.reply(call, node, REFUSED);
    } else if (conditions.isPaused[keeper] === 1) {
      calls.setState(call, QUEUED);
      this.held.append(keeper, call);
      meter.changeQueued(node, 1);
    } else {
      this.coordination.take(call, node, keeper, cell);
    }
  }

  answer(): void {}

  crashed(replica: number): void {
    const { meter, conditions } = this.sim;
    const node = conditions.nodeOf(replica);
    for (let call = this.held.shift(replica); call !== NO_CALL; call = this.held.shift(replica)) {
      meter.changeQueued(node, -1);
      this.coordination.reply(call, node, RESET);
    }
    this.hints.wentDown(replica);
    this.coordination.crashed(replica);
  }

  restarted(replica: number): void {
    this.hints.cameBack(replica);
  }

  paused(replica: number): void {
    this.coordination.work.paused(replica);
  }

  resumed(replica: number): void {
    const { calls, conditions, meter } = this.sim;
    const node = conditions.nodeOf(replica);
    this.coordination.resumed(replica);
    for (let call = this.held.shift(replica); call !== NO_CALL; call = this.held.shift(replica)) {
      meter.changeQueued(node, -1);
      this.coordination.take(call, node, replica, this.copies.cellOf(node, calls.key(call)));
    }
  }

  gauges(node: number, out: Float32Array, at: number): void {
    const { replicaBase, replicas } = this.sim.plan.nodes[node];
    const { staleReads, work } = this.coordination;
    out[at] = 0;
    out[at + 1] = replicas;
    out[at + 2] = staleReads[node];
    out[at + 3] = 0;
    for (let r = replicaBase; r < replicaBase + replicas; r++) {
      out[at] += 1 - this.sim.conditions.isDown[r];
      out[at + 3] += work.waiting[r];
    }
  }

  figures(node: number, out: Float64Array): void {
    const { reads, staleReads, repairs } = this.coordination;
    out[0] = reads[node];
    out[1] = staleReads[node];
    out[2] = repairs[node];
    out[3] = this.hints.kept[node];
  }
}
