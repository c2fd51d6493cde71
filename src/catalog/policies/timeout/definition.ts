import * as z from "zod";
import { quantity } from "../../fields";

export const timeoutSchema = z.strictObject({
  perTryMs: quantity({
    title: "Timeout per try",
    unit: "ms",
    default: 500,
    above: 0,
    max: 3_600_000,
    live: true,
    presets: [{ label: "resilience4j TimeLimiter", value: 1000, source: "resilience4j source, TimeLimiterConfig, timeoutDuration" }],
  }),
  overallMs: quantity({
    title: "Overall deadline",
    unit: "ms",
    default: 0,
    min: 0,
    max: 3_600_000,
    live: true,
    help: "All tries and their pauses together; 0 sets none.",
    presets: [{ label: "Envoy default", value: 15_000, source: "Envoy docs, route timeout (retries included)" }],
  }),
});
export type TimeoutConfig = z.infer<typeof timeoutSchema>;

export const timeout = {
  id: "timeout",
  title: "Timeout",
  schema: timeoutSchema,
  behaviour: async () => (await import("./simulate")).simulateTimeout,
  docs: {
    summary: "The caller gives up waiting; the callee works on unless the protocol cancels, and its late answer is discarded.",
    models: ["A limit per try and one over all tries", "Over HTTP/2 the callee hears of it and stops, or has known the deadline all along"],
    ignores: ["A limit on connecting alone, or on silence between bytes"],
    sources: ["Envoy docs, route timeouts"],
  },
} as const;
