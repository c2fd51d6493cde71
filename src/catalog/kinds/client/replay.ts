import type { Sim } from "../../../engine/sim";
import type { Recording } from "../../workloads/recording";

/**
 * The arrivals of a recording, at their times. A traffic fault plays it as many times faster; at factor 0 the
 * recording stands still until the fault is over.
 */
export class Replay {
  /** The request that comes next. */
  private readonly next = new Int32Array(1);
  /** Rises with every event posted, so that one that a traffic fault has overtaken is known to be stale. */
  private readonly token = new Int32Array(1);
  /** At simulated time `sinceMs[0]` the recording stood at `sinceMs[1]` [ms]. */
  private readonly sinceMs = new Float64Array(2);
  /** Of the traffic faults, since then. */
  private readonly factor = new Float64Array(1);
  private readonly firstRecord: number;

  constructor(
    private readonly sim: Sim,
    private readonly node: number,
    private readonly recording: Recording,
    /** When the recording begins [ms], and how many times as fast it plays. */
    private readonly startMs: number,
    private readonly speed: number,
    private readonly code: number,
    private readonly issue: (node: number, record: number) => void,
  ) {
    this.firstRecord = sim.recorded.add(recording.needsMs);
    this.sinceMs[0] = startMs;
  }

  start(): void {
    this.post();
  }

  arrive(token: number): void {
    if (token !== this.token[0]) return;
    this.issue(this.node, this.firstRecord + this.next[0]);
    this.next[0]++;
    this.post();
  }

  /** A traffic fault began or ended. */
  trafficChanged(): void {
    const now = this.sim.clock.value;
    if (now > this.startMs) {
      this.sinceMs[1] += (now - this.sinceMs[0]) * this.speed * this.factor[0];
      this.sinceMs[0] = now;
    }
    this.post();
  }

  private post(): void {
    const { due, clock, conditions } = this.sim;
    this.factor[0] = conditions.trafficFactor[this.node];
    this.token[0]++;
    if (this.next[0] === this.recording.timesMs.length || this.factor[0] === 0) return;
    const aheadMs = this.recording.timesMs[this.next[0]] - this.sinceMs[1];
    due.value = this.sinceMs[0] + aheadMs / (this.speed * this.factor[0]);
    // Several requests of one instant; rounding may put them a hair into the past.
    if (due.value > clock.value) this.sim.post(this.code, this.node, this.token[0]);
    else this.sim.soon(this.code, this.node, this.token[0]);
  }
}
