import * as z from "zod";
import { leaningOn } from "../../behaviours";
import type { KindDefinition } from "../../define";
import { duration } from "../../distributions/registry";
import { choice, described, quantity } from "../../fields";
import { limiterSchema, limiters } from "../../limiters/registry";

export const externalConfig = z.strictObject({
  latency: duration({ title: "Answers after", default: { type: "lognormal", meanMs: 80, cv: 0.6 }, live: true }),
  errorRatio: quantity({
    title: "Errors",
    default: 0,
    min: 0,
    max: 1,
    live: true,
    help: "Share of requests answered with an error, though the service is up.",
  }),
  limit: described(limiterSchema.optional(), {
    title: "Rate limit",
    live: true,
    help: "Of all callers together; beyond it requests are rate limited.",
    labels: Object.fromEntries(limiters.map(({ id, title }) => [id, title])),
  }),
  availabilityRatio: quantity({
    title: "Availability",
    default: 1,
    above: 0,
    max: 1,
    help: "Share of time that it is up, as its SLA says; 1: always.",
    presets: [
      { label: "Three nines", value: 0.999, source: "8.8 hours down a year" },
      { label: "Amazon S3 SLA", value: 0.999, source: "Amazon S3 Service Level Agreement: credits below 99.9 %" },
      { label: "Amazon EC2 SLA", value: 0.9999, source: "Amazon Compute Service Level Agreement, region level: 99.99 %" },
    ],
  }),
  repairMs: quantity({
    title: "Mean time to repair",
    unit: "ms",
    default: 60_000,
    above: 0,
    max: 86_400_000,
    help: "Of its own outages, which end after exponential times; between them it is up for exponential times, so long that the availability comes out.",
  }),
  whenDown: choice({
    title: "When down",
    options: { errors: "Answers with errors", refuses: "Refuses connections", silent: "Never answers" },
    default: "errors",
    live: true,
    help: "Of its own outages. Who gets no answer needs a timeout; connections are reset once it is back.",
  }),
});
export type ExternalConfig = z.infer<typeof externalConfig>;

export const external: KindDefinition = {
  id: "external",
  title: "External service",
  family: "compute",
  icon: ["M7 18a4.5 4.5 0 0 1-.6-8.96A6 6 0 0 1 18 10.5a3.8 3.8 0 0 1-.5 7.5z"],
  docs: {
    summary: "A service of somebody else, known by its latency, its errors, its rate limit and its availability.",
    models: [
      "Answers after a drawn time, whatever its load",
      "A share of errors, and a rate limit over all callers",
      "Outages of its own: up and down for exponential times in turn, so that the availability and the time to repair come out",
    ],
    simplifies: [
      "It starts up, so that a run much shorter than the time between outages sees fewer of them",
      "Where it refuses or is silent when down, requests under way when the outage begins are still answered",
    ],
    ignores: ["Load: its latency does not grow with the traffic"],
    sources: [
      "R. Barlow and F. Proschan, Mathematical Theory of Reliability, 1965: availability is MTBF / (MTBF + MTTR)",
      "Google SRE book, chapter 3, Embracing Risk",
    ],
  },
  config: externalConfig,
  ports: { incoming: true, outgoing: "none", callerPolicies: false },
  replicas: () => 1,
  readouts: [
    { label: "p99", metric: "p99Ms", format: "ms" },
    { label: "failing", metric: "failedPerSecond", format: "perSecond" },
  ],
  behaviour: () => leaningOn(limiters, async () => (await import("./simulate")).simulateExternal),
  gauges: [{ id: "up", title: "Up", unit: "1 or 0" }],
  figures: [
    { id: "outages", title: "Outages of its own", unit: "outages" },
    { id: "availability", title: "Availability", unit: "ratio", help: "Share of the run without an outage of its own." },
    { id: "overLimit", title: "Over the rate limit", unit: "requests" },
  ],
};
