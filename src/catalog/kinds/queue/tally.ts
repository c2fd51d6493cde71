import { CALLS_FAILED, IN_VAIN } from "../../../engine/meter";
import type { Sim } from "../../../engine/sim";

/** Why a queue gives a message up, as RabbitMQ's x-death header names it. */
export const BY_CONSUMER = 0;
export const EXPIRED = 1;
export const MAXLEN = 2;
export const DELIVERY_LIMIT = 3;
const REASONS = 4;

/** Counts of one run, by node. */
export class Tally {
  readonly redelivered: Float64Array;
  readonly dropped: Float64Array;
  readonly deadLettered: Float64Array;
  readonly lost: Float64Array;
  readonly lostUnnoticed: Float64Array;
  private readonly givenUp: Float64Array;

  constructor(private readonly sim: Sim) {
    const nodes = sim.plan.nodes.length;
    this.redelivered = new Float64Array(nodes);
    this.dropped = new Float64Array(nodes);
    this.deadLettered = new Float64Array(nodes);
    this.lost = new Float64Array(nodes);
    this.lostUnnoticed = new Float64Array(nodes);
    this.givenUp = new Float64Array(REASONS * nodes);
  }

  gaveUp(node: number, reason: number): void {
    this.givenUp[REASONS * node + reason]++;
  }

  figures(node: number, out: Float64Array): void {
    const { meter, plan } = this.sim;
    for (const link of plan.nodes[node].out) {
      out[0] += meter.link(link, IN_VAIN);
      if (plan.links[link].deadLetter) out[6] += meter.link(link, CALLS_FAILED);
    }
    for (let reason = 0; reason < REASONS; reason++) out[1 + reason] = this.givenUp[REASONS * node + reason];
    out[5] = this.deadLettered[node];
    out[7] = this.lost[node];
    out[8] = this.lostUnnoticed[node];
  }
}
