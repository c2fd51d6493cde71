import { type PolicyStage, underPolicies } from "../../../testing/stage";

export const stages: readonly PolicyStage[] = [{ timeout: { perTryMs: 30, overallMs: 50 }, retry: { baseMs: 5 } }].map(underPolicies);
