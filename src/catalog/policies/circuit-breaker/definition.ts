import * as z from "zod";
import { choice, quantity, toggle } from "../../fields";

const r4j = (value: number, name: string) => [
  { label: "resilience4j default", value, source: `resilience4j docs, CircuitBreaker, ${name}` },
];

export const circuitBreakerSchema = z
  .strictObject({
    window: choice({ title: "Window counts", options: { calls: "The last calls", time: "The last seconds" }, default: "calls" }),
    windowSize: quantity({
      title: "Window size",
      unit: "calls or s",
      default: 100,
      min: 1,
      max: 10_000,
      integer: true,
      presets: r4j(100, "slidingWindowSize"),
    }),
    minimumCalls: quantity({
      title: "Minimum calls",
      unit: "calls",
      default: 100,
      min: 1,
      max: 10_000,
      integer: true,
      live: true,
      help: "Before it judges. Never more than the window counts, or than the trial calls.",
      presets: r4j(100, "minimumNumberOfCalls"),
    }),
    failureRatio: quantity({
      title: "Opens at failures of",
      default: 0.5,
      above: 0,
      max: 1,
      live: true,
      presets: r4j(0.5, "failureRateThreshold"),
    }),
    slowCallMs: quantity({
      title: "A call is slow from",
      unit: "ms",
      default: 60_000,
      above: 0,
      max: 3_600_000,
      live: true,
      presets: r4j(60_000, "slowCallDurationThreshold"),
    }),
    slowRatio: quantity({
      title: "Opens at slow calls of",
      default: 1,
      above: 0,
      max: 1,
      live: true,
      presets: r4j(1, "slowCallRateThreshold"),
    }),
    openMs: quantity({
      title: "Stays open",
      unit: "ms",
      default: 60_000,
      min: 1,
      max: 3_600_000,
      live: true,
      presets: r4j(60_000, "waitDurationInOpenState"),
    }),
    goesHalfOpenByItself: toggle({
      title: "Goes half-open by itself",
      default: false,
      help: "Off: the first call after the time does it.",
      presets: [
        {
          label: "resilience4j default",
          value: false,
          source: "resilience4j docs, CircuitBreaker, automaticTransitionFromOpenToHalfOpenEnabled",
        },
      ],
    }),
    trialCalls: quantity({
      title: "Trial calls",
      unit: "calls",
      default: 10,
      min: 1,
      max: 1000,
      integer: true,
      live: true,
      help: "Let through when half-open; more are rejected until enough are judged.",
      presets: r4j(10, "permittedNumberOfCallsInHalfOpenState"),
    }),
    halfOpenMs: quantity({
      title: "Half-open at most",
      unit: "ms",
      default: 0,
      min: 0,
      max: 3_600_000,
      live: true,
      help: "Then it opens again; 0 waits for all trial calls.",
      presets: r4j(0, "maxWaitDurationInHalfOpenState"),
    }),
  })
  .meta({
    presets: [
      {
        label: "resilience4j default",
        value: {
          window: "calls",
          windowSize: 100,
          minimumCalls: 100,
          failureRatio: 0.5,
          slowCallMs: 60_000,
          slowRatio: 1,
          openMs: 60_000,
          goesHalfOpenByItself: false,
          trialCalls: 10,
          halfOpenMs: 0,
        },
        source: "resilience4j docs, CircuitBreaker",
      },
      {
        label: "Hystrix default",
        value: {
          window: "time",
          windowSize: 10,
          minimumCalls: 20,
          failureRatio: 0.5,
          slowRatio: 1,
          openMs: 5000,
          goesHalfOpenByItself: false,
          trialCalls: 1,
          halfOpenMs: 0,
        },
        source: "Hystrix wiki, Configuration: requestVolumeThreshold, sleepWindowInMilliseconds",
      },
    ],
  });
export type CircuitBreakerConfig = z.infer<typeof circuitBreakerSchema>;

export const circuitBreaker = {
  id: "circuitBreaker",
  title: "Circuit breaker",
  schema: circuitBreakerSchema,
  behaviour: async () => (await import("./simulate")).simulateCircuitBreaker,
  figures: [
    { id: "openings", title: "Opened", unit: "times", help: "Of all calling replicas." },
    { id: "openMs", title: "Open for", unit: "ms", help: "Of all calling replicas together, half-open not included." },
    { id: "notPermitted", title: "Kept back", unit: "calls", help: "Failed at once while open, or half-open with all trial calls out." },
  ],
  docs: {
    summary: "Stops calling a link that keeps failing, and tries it again after a while.",
    models: [
      "Closed, open, half-open; window of the last calls, or of the last whole seconds",
      "Failure and slow-call thresholds after a minimum of calls",
      "One breaker per calling replica",
      "What a rate limit or bulkhead further in turns away counts as failed",
    ],
    simplifies: ["A restart of the caller's process keeps the breaker's state"],
    ignores: ["Forced and disabled states"],
    sources: ["resilience4j docs, CircuitBreaker, and source, CircuitBreakerMetrics"],
  },
} as const;
