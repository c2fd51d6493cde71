import type { Calls } from "./calls";
import { type Gate, HELD } from "./gates";
import { OK } from "./outcome";
import type { Sim } from "./sim";

const NOWHERE = -1;

/** What the rows need of those who call: a time limit to start, a call to send, and a refusal to hear of. */
interface Beyond {
  /** The limit of one attempt starts. */
  arm(call: number, link: number): void;
  send(call: number): void;
  refused(call: number): void;
}

/** The gates of each link in a row, and where each call stands among them. */
export class GateRows {
  /** By link, outermost first. */
  readonly rows: Gate[][];
  /** How many gates lie outside of the limit of one attempt. */
  private readonly limitAt: Int32Array;
  private readonly calls: Calls;

  constructor(
    sim: Sim,
    private readonly beyond: Beyond,
  ) {
    this.calls = sim.calls;
    this.rows = sim.plan.links.map(() => []);
    this.limitAt = new Int32Array(sim.plan.links.length).fill(NOWHERE);
  }

  /** The limit of one attempt lies inside the gates that are there by now. */
  limitHere(link: number): void {
    if (this.limitAt[link] === NOWHERE) this.limitAt[link] = this.rows[link].length;
  }

  /** Sends the call through all gates of its link. */
  enter(call: number): void {
    this.calls.setGates(call, 0);
    this.proceed(call, 0);
  }

  /** A gate has let go of a call that it kept. */
  goOn(call: number): void {
    const entered = this.calls.gates(call);
    this.calls.setGates(call, entered);
    this.proceed(call, entered);
  }

  /** The gate that keeps the call hears that its time is up. */
  due(call: number): void {
    this.rows[this.calls.link(call)][this.calls.gates(call) - 1].due?.(call);
  }

  /** A gate turns a call away; it is not told of its end. */
  refuse(call: number, outcome: number): void {
    const { calls } = this;
    calls.setGates(call, calls.gates(call) - 1);
    calls.setOutcome(call, outcome, outcome);
    this.beyond.refused(call);
  }

  /** The gates that a call has entered hear of its end, the innermost first. */
  leave(call: number, outcome: number): void {
    const { calls } = this;
    const entered = calls.gates(call);
    if (entered === 0) return;
    const row = this.rows[calls.link(call)];
    const isKept = calls.isHeld(call) && !calls.isLetGo(call);
    calls.setGates(call, 0);
    for (let at = entered - 1; at >= 0; at--) row[at].left(call, outcome, isKept && at === entered - 1);
  }

  private proceed(call: number, from: number): void {
    const { calls } = this;
    const link = calls.link(call);
    const row = this.rows[link];
    const limitAt = this.limitAt[link];
    for (let at = from; at < row.length; at++) {
      if (at === limitAt) this.beyond.arm(call, link);
      calls.setGates(call, at + 1);
      const verdict = row[at].enter(call);
      if (verdict === OK) continue;
      if (verdict === HELD) calls.hold(call);
      else this.refuse(call, verdict);
      return;
    }
    if (limitAt === row.length) this.beyond.arm(call, link);
    this.beyond.send(call);
  }
}
