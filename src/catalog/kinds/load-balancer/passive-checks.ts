import type { Sim } from "../../../engine/sim";
import type { LoadBalancerConfig } from "./definition";

type Settings = LoadBalancerConfig["passiveCheck"];

/**
 * What a balancer learns from the requests themselves, as nginx does (ngx_http_upstream_round_robin.c, 1.22): so many
 * failures take a host out for the fail timeout; then one request tries it, and only its answer brings the host back.
 * A lone host is never taken out. nginx counts whole seconds of the wall clock, this counts exactly.
 */
export class PassiveChecks {
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
  }

  /** The process has died, and with it what it knew. */
  reset(): void {
    this.fails.fill(0);
    this.failedMs.fill(Number.NEGATIVE_INFINITY);
    this.checkedMs.fill(Number.NEGATIVE_INFINITY);
  }

  isActive(): boolean {
    return this.settings.maxFails > 0 && this.targets > 1;
  }

  isOut(target: number): boolean {
    if (!this.isActive() || this.fails[target] < this.settings.maxFails) return false;
    return this.sim.clock[0] - this.checkedMs[target] <= this.settings.failTimeoutMs;
  }

  /** A request goes to the host; after the timeout the first one is its trial, and others wait for another timeout. */
  picked(target: number): void {
    const now = this.sim.clock[0];
    if (now - this.checkedMs[target] > this.settings.failTimeoutMs) this.checkedMs[target] = now;
  }

  failed(target: number): void {
    this.fails[target]++;
    this.failedMs[target] = this.sim.clock[0];
    this.checkedMs[target] = this.sim.clock[0];
  }

  answered(target: number): void {
    if (this.failedMs[target] < this.checkedMs[target]) this.fails[target] = 0;
  }
}
