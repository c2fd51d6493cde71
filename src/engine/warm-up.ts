import type { Cell } from "../base/cell";
import type { Sim } from "./sim";

/**
 * Replicas that are slow right after a start: their speed climbs in a straight line from `coldRatio` to 1 within
 * `spanMs`. Times are exact, since the work done is the area under that line.
 */
export class WarmUp {
  /** 1 while the replica is not at full speed yet, as far as anybody has looked. */
  readonly isCold: Uint8Array;
  private readonly spanMs: Float64Array;
  private readonly coldRatio: Float64Array;
  /** When the climb began; a pause moves it on [ms]. */
  private readonly startedMs: Float64Array;

  constructor(private readonly sim: Sim) {
    const { replicas } = sim.plan;
    this.isCold = new Uint8Array(replicas);
    this.spanMs = new Float64Array(replicas);
    this.coldRatio = new Float64Array(replicas).fill(1);
    this.startedMs = new Float64Array(replicas);
  }

  configure(replica: number, spanMs: number, coldRatio: number): void {
    this.spanMs[replica] = spanMs;
    this.coldRatio[replica] = coldRatio;
    if (spanMs === 0) this.isCold[replica] = 0;
  }

  /** Whether the replica is ever slower than at full speed. */
  acts(replica: number): boolean {
    return this.spanMs[replica] > 0;
  }

  started(replica: number): void {
    this.startedMs[replica] = this.sim.clock.value;
    this.isCold[replica] = this.spanMs[replica] > 0 ? 1 : 0;
  }

  /** The process stood still for so long, and did not get warmer. */
  stoodStill(replica: number, spanMs: number): void {
    this.startedMs[replica] += spanMs;
  }

  /** Turns `out.value`, the time that work begun now takes at full speed, into the time that it takes [ms]. */
  stretch(replica: number, out: Cell): void {
    const age = this.age(replica, this.sim.clock.value);
    const rest = this.spanMs[replica] - age;
    if (rest <= 0) {
      this.isCold[replica] = 0;
      return;
    }
    const speed = this.speed(replica, age);
    const work = out.value;
    const whileCold = (rest * (speed + 1)) / 2;
    if (work >= whileCold) {
      out.value = rest + work - whileCold;
      return;
    }
    // speed t + growth t^2 / 2 = work
    const growth = (1 - speed) / rest;
    out.value = (Math.sqrt(speed * speed + 2 * growth * work) - speed) / growth;
  }

  /** Writes into `out.value` how much was done from `sinceMs` until now, as time at full speed [ms]. */
  done(replica: number, sinceMs: number, out: Cell): void {
    const span = this.spanMs[replica];
    const from = this.age(replica, sinceMs);
    const to = this.age(replica, this.sim.clock.value);
    const until = to < span ? to : span;
    out.value = to - from;
    if (from < until) out.value += (until - from) * ((this.speed(replica, from) + this.speed(replica, until)) / 2 - 1);
  }

  private age(replica: number, atMs: number): number {
    return atMs - this.startedMs[replica];
  }

  private speed(replica: number, age: number): number {
    const cold = this.coldRatio[replica];
    return cold + (1 - cold) * (age / this.spanMs[replica]);
  }
}
