import { type PolicyStage, underPolicies } from "../../../testing/stage";

export const stages: readonly PolicyStage[] = [
  {
    circuitBreaker: {
      windowSize: 20,
      minimumCalls: 10,
      failureRatio: 0.6,
      openMs: 100,
      trialCalls: 4,
      slowCallMs: 40,
      slowRatio: 0.4,
      halfOpenMs: 30,
    },
  },
  { circuitBreaker: { window: "time", windowSize: 2, minimumCalls: 10, failureRatio: 0.6, openMs: 100 } },
].map(underPolicies);
