import { BREAKER_OPEN, CANCELLED, OK, RATE_LIMITED } from "../../../engine/outcome";
import type { PlanNode } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";
import type { LoadBalancerConfig } from "./config";

type Settings = LoadBalancerConfig["outlierDetection"];

/** What sums of intervals may be off by [ms]. */
const ROUNDING_MS = 1e-6;

/**
 * Ejects hosts that fail several times in a row, as Envoy does (arch overview, Outlier detection; outlier_detection_impl.cc):
 * for the base time times the ejections in a row, looked at once per interval. A host that has been back for an interval
 * counts one ejection less with each look. Failures are what Envoy maps to 5xx, whether the host answered so or could not.
 */
export class OutlierDetection {
  /** Whether anybody may be ejected; where not, nobody need tell of answers. */
  isActive = false;
  /** Over the run. */
  ejections = 0;
  private settings: Settings | null = null;
  private readonly inARow: Int32Array;
  private readonly ejected: Uint8Array;
  private readonly ejectedMs: Float64Array;
  private readonly takenBackMs: Float64Array;
  private readonly multiplier: Int32Array;
  private ejectedNow = 0;
  /** Of the looks that are planned, only the last one's counts. */
  private planned = 0;

  constructor(
    private readonly sim: Sim,
    private readonly node: PlanNode,
    private readonly targets: number,
    private readonly changed: () => void,
    private readonly lookCode: number,
    /** How many hosts service discovery knows of. */
    private readonly hosts: () => number,
  ) {
    this.inARow = new Int32Array(targets);
    this.ejected = new Uint8Array(targets);
    this.ejectedMs = new Float64Array(targets);
    this.takenBackMs = new Float64Array(targets);
    this.multiplier = new Int32Array(targets);
  }

  configure(settings: Settings): void {
    const wasActive = this.isActive;
    const isNewInterval = this.settings !== null && settings.intervalMs !== this.settings.intervalMs;
    this.settings = settings;
    this.isActive = settings.consecutiveFailures > 0;
    if (!this.isActive) this.reset();
    else if (!wasActive || isNewInterval) this.plan();
  }

  /** The process has died, and with it what it knew. */
  reset(): void {
    this.inARow.fill(0);
    this.ejected.fill(0);
    this.multiplier.fill(0);
    this.ejectedNow = 0;
  }

  isOut(target: number): boolean {
    return this.ejected[target] === 1;
  }

  countEjected(): number {
    return this.ejectedNow;
  }

  heard(target: number, outcome: number): void {
    if (outcome === OK || outcome === RATE_LIMITED) {
      this.inARow[target] = 0;
      return;
    }
    if (outcome === BREAKER_OPEN || outcome === CANCELLED || this.ejected[target] === 1) return;
    if (++this.inARow[target] < (this.settings as Settings).consecutiveFailures) return;
    this.inARow[target] = 0;
    this.eject(target);
  }

  /** A host that its active checks find healthy is taken back at once. */
  checkPassed(target: number): void {
    if (this.ejected[target] === 1) this.takeBack(target);
  }

  /** Another process stands behind the target now. */
  forget(target: number): void {
    this.inARow[target] = 0;
    this.multiplier[target] = 0;
    if (this.ejected[target] === 1) this.takeBack(target);
  }

  look(number: number): void {
    if (number !== this.planned || !this.isActive) return;
    this.plan();
    const { baseEjectionMs, intervalMs, maxEjectionMs } = this.settings as Settings;
    const now = this.sim.clock.value;
    for (let target = 0; target < this.targets; target++) {
      if (this.ejected[target] === 1) {
        const lasts = Math.min(baseEjectionMs * this.multiplier[target], Math.max(baseEjectionMs, maxEjectionMs));
        if (now - this.ejectedMs[target] >= lasts - ROUNDING_MS) this.takeBack(target);
      }
      if (this.ejected[target] === 1 || this.multiplier[target] === 0) continue;
      if (now - this.takenBackMs[target] >= intervalMs - ROUNDING_MS) this.multiplier[target]--;
    }
  }

  private plan(): void {
    const { clock, due } = this.sim;
    due.value = clock.value + (this.settings as Settings).intervalMs;
    this.sim.post(this.lookCode, ++this.planned, this.node.index);
  }

  /** At most the given share of the hosts, but at least one. */
  private eject(target: number): void {
    const { baseEjectionMs, maxEjectionMs, maxEjectedRatio } = this.settings as Settings;
    if (this.ejectedNow > 0 && this.ejectedNow + 1 > maxEjectedRatio * this.hosts()) return;
    this.ejected[target] = 1;
    this.ejectedMs[target] = this.sim.clock.value;
    this.ejectedNow++;
    this.ejections++;
    if (this.multiplier[target] * baseEjectionMs < maxEjectionMs + baseEjectionMs) this.multiplier[target]++;
    this.changed();
  }

  private takeBack(target: number): void {
    this.ejected[target] = 0;
    this.takenBackMs[target] = this.sim.clock.value;
    this.ejectedNow--;
    this.inARow[target] = 0;
    this.changed();
  }
}
