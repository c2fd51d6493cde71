import { type PolicyStage, underPolicies } from "../../../testing/stage";

export const stages: readonly PolicyStage[] = [{ rateLimit: { limit: 5, periodMs: 80, maxWaitMs: 100 } }].map(underPolicies);
