import { LOGICAL } from "./calls";
import type { Sim } from "./sim";

/** How long callers wait, by link. */
export class TimeLimits {
  /** Limit of one attempt [ms]; 0 is none. */
  readonly perTryMs: Float64Array;
  /** Limit over all attempts and pauses [ms]; 0 is none. */
  readonly overallMs: Float64Array;

  /** The lanes of a link's limits, of one attempt and of all, and the limits they are for [ms]. */
  private readonly lanes: Int32Array;
  private readonly laneMs: Float64Array;

  constructor(
    private readonly sim: Sim,
    private readonly expiryCode: number,
  ) {
    const links = sim.plan.links.length;
    this.perTryMs = new Float64Array(links);
    this.overallMs = new Float64Array(links);
    this.lanes = new Int32Array(2 * links);
    this.laneMs = new Float64Array(2 * links);
  }

  /** The limit over all attempts of a call starts. */
  startWhole(call: number, link: number): void {
    if (this.overallMs[link] > 0) this.arm(call, link, this.overallMs[link]);
  }

  /** The limit of an attempt starts; where the attempt is the whole call, the tighter of both. */
  startAttempt(call: number, link: number, isWhole: boolean): void {
    const perTry = this.perTryMs[link];
    const overall = this.overallMs[link];
    if (!isWhole || overall === 0) {
      if (perTry > 0) this.arm(call, link, perTry);
    } else {
      this.arm(call, link, perTry === 0 || overall < perTry ? overall : perTry);
    }
  }

  private arm(call: number, link: number, limitMs: number): void {
    const { calls } = this.sim;
    const at = 2 * link + (calls.has(call, LOGICAL) ? 1 : 0);
    if (this.laneMs[at] !== limitMs) {
      this.laneMs[at] = limitMs;
      this.lanes[at] = this.sim.lane(limitMs, true);
    }
    this.sim.postLane(this.lanes[at], this.expiryCode, call, calls.generation(call));
  }
}
