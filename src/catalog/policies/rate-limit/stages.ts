import { type PolicyStage, underPolicies } from "../../../testing/stage";

export const stages: readonly PolicyStage[] = [
  { type: "fixed-window", limit: 5, windowMs: 80, maxWaitMs: 100 },
  { type: "sliding-window", limit: 5, windowMs: 80 },
  { type: "sliding-log", limit: 5, windowMs: 80 },
  { type: "token-bucket", ratePerSecond: 60, burst: 3 },
  { type: "leaky-bucket", ratePerSecond: 60, burst: 4, delayAfter: 1 },
].map((limiter) => underPolicies({ rateLimit: { limiter } }));
