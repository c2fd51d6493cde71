import { type PolicyStage, underPolicies } from "../../../testing/stage";

export const stages: readonly PolicyStage[] = [{ adaptiveThrottling: { multiplier: 1.2, windowMs: 600 } }].map(underPolicies);
