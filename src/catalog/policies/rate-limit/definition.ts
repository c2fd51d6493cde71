import * as z from "zod";
import { leaningOn } from "../../behaviours";
import { limiterField, limiters } from "../../limiters/registry";

export const rateLimitSchema = z.strictObject({
  limiter: limiterField({ title: "Limit", help: "Of one calling replica.", default: { type: "fixed-window" } }),
});
export type RateLimitConfig = z.infer<typeof rateLimitSchema>;

export const rateLimit = {
  id: "rateLimit",
  title: "Rate limit",
  schema: rateLimitSchema,
  behaviour: () => leaningOn(limiters, async () => (await import("./simulate")).simulateRateLimit),
  figures: [
    { id: "refused", title: "Over the limit", unit: "calls" },
    { id: "delayed", title: "Put off", unit: "calls", help: "Waited for their turn at the caller." },
  ],
  docs: {
    summary: "The caller sends no more than so many calls in a time.",
    models: [
      "One limiter per calling replica: token or leaky bucket, fixed or sliding window, sliding log",
      "A wait does not count towards the timeout per try, but towards the overall deadline",
    ],
    simplifies: ["A call that could not go in time fails at once; resilience4j lets it wait in vain first"],
    ignores: ["Limits shared by several callers"],
    sources: ["resilience4j docs, RateLimiter", "resilience4j source, AtomicRateLimiter"],
  },
} as const;
