import { type PolicyStage, underPolicies } from "../../../testing/stage";

export const stages: readonly PolicyStage[] = [
  { timeout: { perTryMs: 40 }, retry: { maxAttempts: 4, baseMs: 10, capMs: 30 } },
  { timeout: { perTryMs: 40 }, retry: { maxAttempts: 4, baseMs: 10, capMs: 30, jitter: "decorrelated" } },
].map(underPolicies);
