import * as z from "zod";
import type { KindDefinition } from "../../define";
import { duration } from "../../distributions/registry";
import { choice, described, quantity } from "../../fields";
import { operationSchema } from "../../operation";
import { intensityOf, isConstant } from "../../workloads/intensity";
import { recordingField } from "../../workloads/recording-field";
import { rateProfileSchema } from "../../workloads/registry";

const open = z.strictObject({
  type: z.literal("open"),
  arrivals: choice({
    title: "Arrivals",
    options: { poisson: "Poisson (independent users)", even: "Evenly spaced" },
    default: "poisson",
    live: true,
  }),
  profile: described(rateProfileSchema.default({ type: "steady", ratePerSecond: 100 }), { title: "Rate over time", live: true }),
});
const closed = z.strictObject({
  type: z.literal("closed"),
  users: quantity({ title: "Users", default: 50, min: 1, max: 100_000, integer: true }),
  thinkTime: duration({ title: "Think time", default: { type: "exponential", meanMs: 1000 }, live: true }),
});
const recorded = z.strictObject({
  type: z.literal("recorded"),
  recording: recordingField,
  startMs: quantity({
    title: "Begins at",
    unit: "ms",
    default: 0,
    min: 0,
    max: 86_400_000,
    help: "Simulated time at which the recording's time 0 lies.",
  }),
  speed: quantity({
    title: "Speed",
    unit: "×",
    default: 1,
    min: 0.001,
    max: 1000,
    help: "2 replays the arrivals twice as fast; what each request needs stays as it was.",
  }),
});

export const clientConfig = z.strictObject({
  traffic: described(
    z
      .discriminatedUnion("type", [open, closed, recorded])
      .default({ type: "open", arrivals: "poisson", profile: { type: "steady", ratePerSecond: 100 } }),
    {
      title: "Traffic",
      help: "Open loop keeps its rate whatever happens; closed loop waits for answers; recorded arrivals come as they were measured.",
      labels: { open: "Open loop", closed: "Closed loop", recorded: "As recorded" },
    },
  ),
  operations: described(z.array(operationSchema).min(1).max(50), { title: "Operations" }).default([
    {
      name: "request",
      weight: 1,
      access: "read",
      requestBytes: 500,
      responseBytes: 2000,
      key: { type: "uniform", keys: 1000 },
      deadlineMs: 1000,
      priority: 0,
    },
  ]),
});
export type ClientConfig = z.infer<typeof clientConfig>;

export const client: KindDefinition = {
  id: "client",
  title: "Client",
  family: "traffic",
  icon: ["M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Z", "M4 20c1-4 4-6 8-6s7 2 8 6"],
  docs: {
    summary: "Users that send requests and wait for answers.",
    models: [
      "Open loop: arrivals at a rate that does not react to slow answers",
      "Closed loop: each user waits for the answer, thinks, then asks again; after an answer in no time at all, 1 ms later at the earliest",
      "Recorded: measured arrivals, each with what it needed where the recording says so; a traffic fault plays them faster",
      "Latency counted from the intended send time",
    ],
    ignores: ["The user's own device"],
    sources: ["B. Schroeder, A. Wierman, M. Harchol-Balter, Open Versus Closed: A Cautionary Tale, NSDI 2006"],
  },
  config: clientConfig,
  ports: { incoming: false, outgoing: "many", callerPolicies: true },
  linkFields: () => ["weight"],
  replicas: () => 1,
  steady: ({ traffic }: ClientConfig, durationMs) =>
    traffic.type === "closed" || (traffic.type === "open" && isConstant(intensityOf(traffic.profile), durationMs)),
  steadyRate: ({ traffic }: ClientConfig, durationMs) => {
    const intensity = traffic.type === "open" ? intensityOf(traffic.profile) : null;
    return intensity !== null && isConstant(intensity, durationMs) ? 1000 * intensity.rates[0] : null;
  },
  withRecording: (config: ClientConfig, recording) => ({
    ...config,
    traffic: { type: "recorded", recording, startMs: 0, speed: 1 },
  }),
  readouts: [
    { label: "rate", metric: "arrivalsPerSecond", format: "perSecond" },
    { label: "p99", metric: "p99Ms", format: "ms" },
  ],
  behaviour: async () => (await import("./simulate")).simulateClient,
  heeds: ["hot-key", "herd"],
  gauges: [],
};
