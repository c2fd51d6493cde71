import { type PolicyStage, underPolicies } from "../../../testing/stage";

const often = { maxAttempts: 4, baseMs: 10, capMs: 30 };

export const stages: readonly PolicyStage[] = [
  { timeout: { perTryMs: 40 }, retry: often },
  { timeout: { perTryMs: 40 }, retry: { ...often, jitter: "decorrelated" } },
  { retry: { ...often, budget: { type: "share", ratio: 0.3, minConcurrent: 1 } } },
  { retry: { ...often, budget: { type: "concurrent", maxConcurrent: 1 } } },
  { retry: { ...often, budget: { type: "tokens", maxTokens: 10, tokenRatio: 0.5 } } },
  { timeout: { perTryMs: 40 }, retry: { ...often, budget: { type: "quota", capacity: 40, retryCost: 5, timeoutCost: 12, refund: 1 } } },
  { retry: { ...often, budget: { type: "deposits", ratio: 0.2, minPerSecond: 4, ttlMs: 500 } } },
].map(underPolicies);
