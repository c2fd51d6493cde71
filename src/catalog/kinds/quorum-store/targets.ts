import type { Stream } from "../../../base/stream";
import type { Sim } from "../../../engine/sim";
import type { Copies } from "./copies";
import { NONE } from "./records";
import { type Settings, SLOPPY } from "./settings";
import type { Sides } from "./sides";

const MOST_COPIES = 15;

/** Which nodes a request asks. Who is down or cut off is known to all. */
export class Targets {
  /** The nodes to ask, and for whom each stands in (or NONE). */
  readonly replica = new Int32Array(MOST_COPIES);
  readonly home = new Int32Array(MOST_COPIES);
  /** Nodes of the key that are down and that nobody stands in for. */
  readonly missed = new Int32Array(MOST_COPIES);
  missing = 0;
  private readonly choice: Stream[];

  constructor(
    private readonly sim: Sim,
    private readonly copies: Copies,
    private readonly settings: Settings,
    private readonly sides: Sides,
  ) {
    this.choice = sim.plan.nodes.map((node) => sim.stream(`node:${node.id}:route`));
  }

  /** The node that a driver sends to: one that has the key, any of those that are up (token-aware routing). */
  keeper(node: number, cell: number): number {
    const { isDown } = this.sim.conditions;
    const { listed } = this.sim.replicas;
    const ring = this.sim.plan.nodes[node].replicas;
    const copies = this.copies.copies[node];
    const from = this.choice[node].below(copies);
    for (let step = 0; step < copies; step++) {
      const replica = this.copies.onRing(node, cell, (from + step) % copies);
      if (isDown[replica] === 0 && listed[replica] === 1) return replica;
    }
    for (let i = copies; i < ring; i++) {
      const replica = this.copies.onRing(node, cell, i);
      if (isDown[replica] === 0 && listed[replica] === 1) return replica;
    }
    return this.copies.onRing(node, cell, from);
  }

  /** Writes the nodes to ask into `replica`, and returns how many they are. */
  choose(node: number, cell: number, keeper: number, writes: boolean): number {
    const count = this.up(node, cell, keeper);
    if (writes || this.settings.asksAll[node] === 1) return count;
    return this.some(node, keeper, count, Math.min(count, this.settings.readQuorum[node]));
  }

  /** The key's nodes that are up and can be reached; under a sloppy quorum the next ones on the ring stand in for the others. */
  private up(node: number, cell: number, keeper: number): number {
    const { isDown } = this.sim.conditions;
    const { sides } = this;
    const copies = this.copies.copies[node];
    const ring = this.sim.plan.nodes[node].replicas;
    let count = 0;
    this.missing = 0;
    for (let i = 0; i < copies; i++) {
      const replica = this.copies.onRing(node, cell, i);
      if (isDown[replica] === 1 || sides.apart(node, keeper, replica)) {
        this.missed[this.missing++] = replica;
      } else {
        this.replica[count] = replica;
        this.home[count++] = NONE;
      }
    }
    if (this.settings.whenDown[node] !== SLOPPY) return count;
    for (let i = copies; i < ring && this.missing > 0; i++) {
      const replica = this.copies.onRing(node, cell, i);
      if (isDown[replica] === 1 || sides.apart(node, keeper, replica)) continue;
      this.replica[count] = replica;
      this.home[count++] = this.missed[--this.missing];
    }
    return count;
  }

  /** Keeps only as many: the node that asks if it is one of them, and others by chance. */
  private some(node: number, keeper: number, count: number, wanted: number): number {
    for (let i = 0; i < wanted; i++) {
      let pick = i + this.choice[node].below(count - i);
      if (i === 0) for (let j = 0; j < count; j++) if (this.replica[j] === keeper) pick = j;
      const replica = this.replica[pick];
      this.replica[pick] = this.replica[i];
      this.replica[i] = replica;
    }
    return wanted;
  }
}
