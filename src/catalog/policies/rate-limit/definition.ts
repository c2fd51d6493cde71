import * as z from "zod";
import { quantity } from "../../fields";

const r4j = (value: number, name: string) => [
  { label: "resilience4j default", value, source: `resilience4j docs, RateLimiter, ${name}` },
];

export const rateLimitSchema = z.strictObject({
  limit: quantity({ title: "Calls per period", unit: "calls", default: 50, min: 1, max: 1_000_000, integer: true, live: true, help: "Of one calling replica.", presets: r4j(50, "limitForPeriod") }),
  periodMs: quantity({ title: "Period", unit: "ms", default: 1000, above: 0, max: 3_600_000, live: true, presets: r4j(0.0005, "limitRefreshPeriod: 500 ns") }),
  maxWaitMs: quantity({ title: "Waits at most", unit: "ms", default: 0, min: 0, max: 3_600_000, live: true, help: "For a later period; 0 fails at once.", presets: r4j(5000, "timeoutDuration") }),
});
export type RateLimitConfig = z.infer<typeof rateLimitSchema>;

export const rateLimit = {
  id: "rateLimit",
  title: "Rate limit",
  schema: rateLimitSchema,
  behaviour: async () => (await import("./simulate")).simulateRateLimit,
  figures: [
    { id: "refused", title: "Over the limit", unit: "calls" },
    { id: "delayed", title: "Put off", unit: "calls", help: "Sent in a later period." },
  ],
  docs: {
    summary: "The caller sends no more than so many calls per period.",
    models: ["One limiter per calling replica; periods begin at fixed times from the start", "What a period leaves over is lost", "A call reserves a permit of a later period when it may wait that long; else it waits in vain and fails", "The wait does not count towards the timeout per try, but towards the overall deadline"],
    ignores: ["Limits shared by several callers"],
    sources: ["resilience4j docs, RateLimiter", "resilience4j source, AtomicRateLimiter"],
  },
} as const;
