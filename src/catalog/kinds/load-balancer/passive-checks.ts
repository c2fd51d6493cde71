import { REFUSED, RESET, TIMEOUT } from "../../../engine/outcome";
import type { Sim } from "../../../engine/sim";
import type { LoadBalancerConfig } from "./config";

type Settings = LoadBalancerConfig["passiveCheck"];

/**
 * What a balancer learns from the requests themselves, as nginx does (ngx_http_upstream_round_robin.c, 1.22): so many
 * failures take a host out for the fail timeout; then one request tries it, and only its answer brings the host back.
 * A lone host is never taken out. nginx counts whole seconds of the wall clock, this counts exactly.
 */
export class PassiveChecks {
  /** Whether failures count at all; where they do not, nobody need tell of them. */
  isActive = false;
  private settings: Settings = { maxFails: 0, failTimeoutMs: 0 };
  private readonly fails: Int32Array;
  /** When the host last failed, and when it last failed or was tried again [ms]. */
  private readonly failedMs: Float64Array;
  private readonly checkedMs: Float64Array;

  constructor(
    private readonly sim: Sim,
    private readonly targets: number,
  ) {
    this.fails = new Int32Array(targets);
    this.failedMs = new Float64Array(targets);
    this.checkedMs = new Float64Array(targets);
    this.reset();
  }

  configure(settings: Settings): void {
    this.settings = settings;
    this.isActive = settings.maxFails > 0 && this.targets > 1;
  }

  /** The process has died, and with it what it knew. */
  reset(): void {
    this.fails.fill(0);
    this.failedMs.fill(Number.NEGATIVE_INFINITY);
    this.checkedMs.fill(Number.NEGATIVE_INFINITY);
  }

  isOut(target: number): boolean {
    if (!this.isActive || this.fails[target] < this.settings.maxFails) return false;
    return this.sim.clock.value - this.checkedMs[target] <= this.settings.failTimeoutMs;
  }

  /** A request goes to the host; after the timeout the first one is its trial, and others wait for another timeout. */
  picked(target: number): void {
    const now = this.sim.clock.value;
    if (now - this.checkedMs[target] > this.settings.failTimeoutMs) this.checkedMs[target] = now;
  }

  /** An answer of any kind shows that the host is there. */
  heard(target: number, outcome: number): void {
    if (outcome === REFUSED || outcome === RESET || outcome === TIMEOUT) {
      this.fails[target]++;
      this.failedMs[target] = this.sim.clock.value;
      this.checkedMs[target] = this.sim.clock.value;
    } else if (this.failedMs[target] < this.checkedMs[target]) {
      this.fails[target] = 0;
    }
  }
}
