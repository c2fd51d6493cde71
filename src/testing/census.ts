import { client } from "../catalog/kinds/client/definition";
import { log } from "../catalog/kinds/log/definition";
import { queue } from "../catalog/kinds/queue/definition";
import { ABANDONED, BACKGROUND, DONE, FREE, LOGICAL, NO_CALL, QUEUED, SLOTLESS, STORED, WAITING, WORKING } from "../engine/calls";
import type { Sim } from "../engine/sim";

/** All calls alive, counted by what their records say: independent of every meter. */
export class Census {
  /** By node: at the node in any way (a client's requests are at the client), waiting for a slot or a connection, holding a slot, or having freed it. */
  readonly inside: Float64Array;
  readonly queued: Float64Array;
  readonly holding: Float64Array;
  readonly slotless: Float64Array;
  /** By replica. */
  readonly queuedAt: Float64Array;
  readonly holdingAt: Float64Array;
  readonly slotlessAt: Float64Array;
  readonly workingAt: Float64Array;
  /** Messages at rest in a broker, delivered or not; by node. */
  readonly stored: Float64Array;
  /** Time spent at the node so far by all that are there [ms]. */
  readonly spentMs: Float64Array;
  live = 0;
  private readonly isClient: readonly boolean[];

  constructor(sim: Sim) {
    const { calls, plan, conditions, clock } = sim;
    this.isClient = plan.nodes.map(({ kind }) => kind === client.id);
    const perNode = () => new Float64Array(plan.nodes.length);
    this.inside = perNode();
    this.queued = perNode();
    this.holding = perNode();
    this.slotless = perNode();
    this.stored = perNode();
    this.spentMs = perNode();
    this.queuedAt = new Float64Array(plan.replicas);
    this.workingAt = new Float64Array(plan.replicas);
    this.holdingAt = new Float64Array(plan.replicas);
    this.slotlessAt = new Float64Array(plan.replicas);
    for (let call = calls.after(NO_CALL); call !== NO_CALL; call = calls.after(call)) {
      const state = calls.state(call);
      if (state === FREE) continue;
      this.live++;
      const caller = sim.caller[calls.link(call)];
      const isOpen = state !== DONE && !calls.has(call, STORED | ABANDONED);
      if (calls.parent(call) === NO_CALL && this.isClient[caller] && isOpen && !calls.isDetached(call)) {
        this.inside[caller]++;
        this.spentMs[caller] += clock.value - calls.sentMs(call);
      }
      if (calls.has(call, LOGICAL | BACKGROUND)) continue;
      const replica = calls.replica(call);
      const spentMs = clock.value - calls.arrivedMs(call);
      if (calls.has(call, STORED)) {
        const node = conditions.nodeOf(replica);
        // What a log delivers stays in the log for others.
        if (plan.nodes[node].kind === log.id) continue;
        this.stored[node]++;
        this.spentMs[node] += spentMs;
        continue;
      }
      if (state !== QUEUED && state !== WORKING && state !== WAITING) continue;
      const node = conditions.nodeOf(replica);
      // A publisher at a broker's door is not in the broker yet: messages are.
      if (plan.nodes[node].kind === queue.id) continue;
      this.inside[node]++;
      this.spentMs[node] += spentMs;
      if (state === WORKING) this.workingAt[replica]++;
      if (state === QUEUED) {
        this.queued[node]++;
        this.queuedAt[replica]++;
      } else if (calls.has(call, SLOTLESS)) {
        this.slotless[node]++;
        this.slotlessAt[replica]++;
      } else {
        this.holding[node]++;
        this.holdingAt[replica]++;
      }
    }
  }
}
