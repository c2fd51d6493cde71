import * as z from "zod";
import { choice, quantity, toggle } from "../../fields";

export const retrySchema = z.strictObject({
  maxAttempts: quantity({ title: "Attempts", unit: "including the first", default: 3, min: 1, max: 100, integer: true, live: true, presets: [{ label: "resilience4j default", value: 3, source: "resilience4j docs, Retry, maxAttempts" }] }),
  baseMs: quantity({ title: "First pause", unit: "ms", default: 100, min: 0, max: 600_000, live: true, presets: [{ label: "Envoy default", value: 25, source: "Envoy docs, x-envoy-max-retries: base interval 25 ms" }, { label: "resilience4j default", value: 500, source: "resilience4j docs, Retry, waitDuration" }] }),
  factor: quantity({ title: "Growth", default: 2, min: 1, max: 10, live: true, help: "Each pause is this many times the last." }),
  capMs: quantity({ title: "Longest pause", unit: "ms", default: 10_000, min: 0, max: 3_600_000, live: true, presets: [{ label: "Envoy default", value: 250, source: "Envoy docs: 10 times the base interval" }] }),
  jitter: choice({
    title: "Jitter",
    options: { none: "None", full: "Full", equal: "Equal", decorrelated: "Decorrelated" },
    default: "full",
    live: true,
    help: "Full: anywhere up to the pause. Equal: half fixed, half random. Decorrelated: grows from the last pause.",
  }),
  onTimeout: toggle({ title: "Retry after a timeout", default: true, live: true }),
  onError: toggle({ title: "Retry after an error answer", default: true, live: true }),
  onRejected: toggle({ title: "Retry when rejected or refused", default: true, live: true }),
});
export type RetryConfig = z.infer<typeof retrySchema>;

export const retry = {
  id: "retry",
  title: "Retry",
  schema: retrySchema,
  behaviour: async () => (await import("./simulate")).simulateRetry,
  docs: {
    summary: "Failed calls are tried again after a growing pause.",
    models: ["Attempts including the first", "Exponential back-off with a cap", "Jitter: none, full, equal, decorrelated"],
    ignores: ["Retry budgets"],
    sources: ["resilience4j docs, Retry", "M. Brooker, Exponential Backoff And Jitter, AWS Architecture Blog, 2015"],
  },
} as const;
