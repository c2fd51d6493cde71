import * as z from "zod";
import { choice, quantity, toggle } from "../../fields";
import { budgetSchema } from "../budget";

export const retrySchema = z
  .strictObject({
    maxAttempts: quantity({
      title: "Attempts",
      unit: "including the first",
      default: 3,
      min: 1,
      max: 100,
      integer: true,
      live: true,
      presets: [
        { label: "resilience4j default", value: 3, source: "resilience4j docs, Retry, maxAttempts" },
        { label: "Envoy default", value: 2, source: "Envoy docs, num_retries: one more than the first" },
        { label: "gRPC example", value: 4, source: "gRPC proposal A6, retryPolicy.maxAttempts" },
        { label: "AWS SDK standard mode", value: 3, source: "AWS SDKs and Tools Reference, Retry behavior" },
      ],
    }),
    baseMs: quantity({
      title: "First pause",
      unit: "ms",
      default: 100,
      min: 0,
      max: 600_000,
      live: true,
      presets: [
        { label: "Envoy default", value: 25, source: "Envoy docs, x-envoy-max-retries: base interval 25 ms" },
        { label: "resilience4j default", value: 500, source: "resilience4j docs, Retry, waitDuration" },
        { label: "gRPC example", value: 100, source: "gRPC proposal A6, initialBackoff" },
      ],
    }),
    factor: quantity({
      title: "Growth",
      default: 2,
      min: 1,
      max: 10,
      live: true,
      help: "Each pause is this many times the last.",
      presets: [
        { label: "resilience4j default", value: 1, source: "resilience4j docs, Retry: a fixed waitDuration" },
        { label: "Envoy default", value: 2, source: "Envoy source, JitteredExponentialBackOffStrategy" },
      ],
    }),
    capMs: quantity({
      title: "Longest pause",
      unit: "ms",
      default: 10_000,
      min: 0,
      max: 3_600_000,
      live: true,
      presets: [
        { label: "Envoy default", value: 250, source: "Envoy docs: 10 times the base interval" },
        { label: "gRPC example", value: 1000, source: "gRPC proposal A6, maxBackoff" },
        { label: "AWS SDK standard mode", value: 20_000, source: "AWS SDKs and Tools Reference, Retry behavior" },
      ],
    }),
    jitter: choice({
      title: "Jitter",
      options: {
        none: "None",
        full: "Full",
        equal: "Equal",
        decorrelated: "Decorrelated",
        fifth: "A fifth up or down (gRPC)",
        exponential: "Exponential, with the pause as its mean",
      },
      default: "full",
      live: true,
      help: "Full: anywhere up to the pause. Equal: half fixed, half random. Decorrelated: grows from the last pause.",
    }),
    onTimeout: toggle({ title: "Retry after a timeout", default: true, live: true }),
    onError: toggle({ title: "Retry after an error answer", default: true, live: true }),
    onRejected: toggle({ title: "Retry when rejected or refused", default: true, live: true }),
    budget: budgetSchema.default({ type: "none" }),
  })
  .meta({
    presets: [
      {
        label: "Envoy default",
        value: { maxAttempts: 2, baseMs: 25, factor: 2, capMs: 250, jitter: "full", budget: { type: "concurrent", maxConcurrent: 3 } },
        source: "Envoy docs, http.router and cluster circuit breakers",
      },
      {
        label: "resilience4j default",
        value: { maxAttempts: 3, baseMs: 500, factor: 1, jitter: "none", budget: { type: "none" } },
        source: "resilience4j docs, Retry",
      },
      {
        label: "gRPC example",
        value: {
          maxAttempts: 4,
          baseMs: 100,
          factor: 2,
          capMs: 1000,
          jitter: "fifth",
          budget: { type: "tokens", maxTokens: 10, tokenRatio: 0.1 },
        },
        source: "gRPC proposal A6",
      },
      {
        label: "AWS SDK standard mode",
        value: {
          maxAttempts: 3,
          baseMs: 100,
          factor: 2,
          capMs: 20_000,
          jitter: "full",
          budget: { type: "quota", capacity: 500, retryCost: 5, timeoutCost: 10, refund: 1 },
        },
        source: "AWS SDKs' source, standard retry mode",
      },
    ],
  });
export type RetryConfig = z.infer<typeof retrySchema>;

export const retry = {
  id: "retry",
  title: "Retry",
  schema: retrySchema,
  behaviour: async () => (await import("./simulate")).simulateRetry,
  figures: [
    { id: "attemptsPerCall", title: "Attempts per call", unit: "attempts", help: "How much retries amplify the load." },
    { id: "denied", title: "Denied by the budget", unit: "retries" },
  ],
  docs: {
    summary: "Failed calls are tried again after a growing pause.",
    models: [
      "Attempts including the first",
      "Exponential back-off with a cap",
      "Jitter: none, full, equal, decorrelated, gRPC's 0.8 to 1.2, and the exponential of retrial queues",
      "Budgets of one calling replica: Envoy's share of active requests and max_retries, gRPC's throttling tokens, the retry quota of AWS SDKs, Finagle's deposits",
    ],
    simplifies: ["Finagle's balance expires in ten steps"],
    ignores: ["Pauses that the callee asks for"],
    sources: [
      "resilience4j docs, Retry",
      "M. Brooker, Exponential Backoff And Jitter, AWS Architecture Blog, 2015",
      "Envoy docs, Circuit breaking and http.router",
      "gRPC proposal A6, Client Retries",
      "Finagle source, RetryBudget",
      "AWS SDKs and Tools Reference, Retry behavior",
      "G. Falin, J. Templeton, Retrial Queues, 1997",
    ],
  },
} as const;
