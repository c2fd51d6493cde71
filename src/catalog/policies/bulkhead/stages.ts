import { type PolicyStage, underPolicies } from "../../../testing/stage";

export const stages: readonly PolicyStage[] = [{ bulkhead: { maxConcurrent: 3, maxWaitMs: 20 }, timeout: { perTryMs: 60 } }].map(
  underPolicies,
);
