import * as z from "zod";
import { quantity } from "../../fields";
import { defineLimiter } from "../define";

export const fixedWindowSchema = z.strictObject({
  type: z.literal("fixed-window"),
  limit: quantity({
    title: "Limit",
    unit: "requests",
    default: 100,
    min: 1,
    max: 10_000_000,
    integer: true,
    live: true,
    help: "In each window.",
    presets: [{ label: "resilience4j default", value: 50, source: "resilience4j docs, RateLimiter, limitForPeriod" }],
  }),
  windowMs: quantity({
    title: "Window",
    unit: "ms",
    default: 1000,
    above: 0,
    max: 86_400_000,
    live: true,
    presets: [{ label: "resilience4j default", value: 0.0005, source: "resilience4j docs, RateLimiter, limitRefreshPeriod: 500 ns" }],
  }),
  maxWaitMs: quantity({
    title: "Wait at most",
    unit: "ms",
    default: 0,
    min: 0,
    max: 3_600_000,
    live: true,
    help: "Beyond the limit a request takes a place in a later window if that begins soon enough.",
    presets: [{ label: "resilience4j default", value: 5000, source: "resilience4j docs, RateLimiter, timeoutDuration" }],
  }),
});

export const fixedWindow = defineLimiter({
  id: "fixed-window",
  title: "Fixed window",
  docs: {
    summary: "So many requests in each window of the clock; around a border twice as many may come in a moment.",
    models: [
      "Windows that begin at whole multiples of their length",
      "Places in later windows for those who wait, as resilience4j's limiter reserves them",
    ],
    ignores: ["Counters that several gateways share"],
    sources: ["Kong docs, Rate Limiting Window Types", "resilience4j docs, RateLimiter, and source, AtomicRateLimiter"],
  },
  schema: fixedWindowSchema,
  behaviour: async () => (await import("./simulate")).bindFixedWindow,
});
