import type { Cell } from "../../base/cell";
import { OK, TIMEOUT } from "../../engine/outcome";
import type { BudgetConfig } from "./budget";
import { SlidingSum } from "./sliding-sum";

type Of<T extends BudgetConfig["type"]> = Extract<BudgetConfig, { type: T }>;
const FINAGLE_SLICES = 10;
const MS_PER_SECOND = 1000;
/** Tokens are sums of tenths. */
const ROUNDING = 1e-9;

/** Whether one caller may make a further attempt, by what it has done lately. */
export class Budget {
  /** Attempts under way, and further ones granted: from the decision, pause included, until their end. */
  private underWay = 0;
  private granted = 0;
  private tokens = Number.POSITIVE_INFINITY;
  private readonly balance: SlidingSum | null;

  constructor(
    private readonly config: () => BudgetConfig,
    clock: Cell,
  ) {
    const now = config();
    this.balance = now.type === "deposits" ? new SlidingSum(now.ttlMs, FINAGLE_SLICES, clock) : null;
  }

  began(isFirst: boolean): void {
    this.underWay++;
    const config = this.config();
    if (isFirst && config.type === "deposits") this.balance?.add(config.ratio);
  }

  /**
   * @param counts whether the failure is one after which there could be another attempt
   * @param cost what was taken for this attempt; 0 for a first one
   */
  ended(outcome: number, counts: boolean, cost: number): void {
    this.underWay--;
    const config = this.config();
    if (config.type === "quota" && outcome === OK) {
      const gain = cost === 0 ? config.refund : cost;
      this.tokens = Math.min(config.capacity, this.tokens + gain);
    }
    if (config.type !== "tokens") return;
    const tokens = Math.min(this.tokens, config.maxTokens);
    if (outcome === OK) this.tokens = Math.min(config.maxTokens, tokens + config.tokenRatio);
    else this.tokens = counts ? Math.max(0, tokens - 1) : tokens;
  }

  /** What a further attempt costs after this outcome, in a currency that is given back. */
  costAfter(outcome: number): number {
    const config = this.config();
    if (config.type !== "quota") return 0;
    return outcome === TIMEOUT ? config.timeoutCost : config.retryCost;
  }

  /** Takes what a further attempt costs after this outcome; false where there is not enough. */
  take(outcome: number): boolean {
    if (!this.allows(outcome)) return false;
    this.granted++;
    const config = this.config();
    if (config.type === "quota") this.tokens = Math.min(this.tokens, config.capacity) - this.costAfter(outcome);
    if (this.balance !== null) this.balance.add(-1);
    return true;
  }

  /** A further attempt is over, or was never made. */
  giveBack(): void {
    this.granted--;
  }

  private allows(outcome: number): boolean {
    const config = this.config();
    switch (config.type) {
      case "none":
        return true;
      case "share":
        return this.granted < mostAtOnce(config, this.underWay);
      case "concurrent":
        return this.granted < config.maxConcurrent;
      case "tokens":
        return Math.min(this.tokens, config.maxTokens) > config.maxTokens / 2 + ROUNDING;
      case "quota":
        return Math.min(this.tokens, config.capacity) >= this.costAfter(outcome);
      case "deposits": {
        const reserve = (config.minPerSecond * config.ttlMs) / MS_PER_SECOND;
        return (this.balance as SlidingSum).now() + reserve + ROUNDING >= 1;
      }
    }
  }
}

/** Envoy's ResourceLimit with a retry budget: whole attempts, rounded down. */
function mostAtOnce({ ratio, minConcurrent }: Of<"share">, underWay: number): number {
  return Math.max(minConcurrent, Math.floor(ratio * underWay + ROUNDING));
}
