import { type PolicyStage, underPolicies } from "../../../testing/stage";

const often = { maxAttempts: 3, delay: { type: "fixed", delayMs: 10 } };

export const stages: readonly PolicyStage[] = [
  { timeout: { perTryMs: 40 }, hedging: often },
  { hedging: { delay: { type: "percentile", ratio: 0.8, firstMs: 10 } } },
  { hedging: { ...often, budget: { type: "share", ratio: 0.3, minConcurrent: 1 } } },
  { hedging: { ...often, budget: { type: "concurrent", maxConcurrent: 1 } } },
  { hedging: { ...often, budget: { type: "tokens", maxTokens: 10, tokenRatio: 0.5 } } },
  { hedging: { ...often, budget: { type: "deposits", ratio: 0.2, minPerSecond: 4, ttlMs: 500 } } },
].map(underPolicies);
