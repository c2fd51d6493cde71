import * as z from "zod";
import type { KindDefinition } from "../../define";
import { duration } from "../../distributions/registry";
import { choice, quantity } from "../../fields";

const lambda = (value: number, label: string, source: string) => ({ label, value, source: `AWS Lambda docs, ${source}` });

export const functionConfig = z.strictObject({
  concurrency: quantity({
    title: "Concurrency limit",
    unit: "requests",
    default: 1000,
    min: 1,
    max: 100_000,
    integer: true,
    live: true,
    help: "Requests at once; more are throttled.",
    presets: [lambda(1000, "AWS Lambda default", "Lambda quotas, concurrent executions")],
  }),
  serviceTime: duration({ title: "Service time", default: { type: "lognormal", meanMs: 20, cv: 0.8 }, live: true }),
  coldStart: duration({
    title: "Cold start",
    default: { type: "lognormal", meanMs: 400, cv: 0.6 },
    live: true,
    help: "To set up an instance for a request that finds none idle; AWS tells of less than 100 ms to more than 1 s.",
  }),
  idleExpiryMs: quantity({
    title: "Idle instances stay",
    unit: "ms",
    default: 600_000,
    min: 1,
    max: 86_400_000,
    live: true,
    presets: [{ label: "OpenWhisk default", value: 600_000, source: "OpenWhisk, invoker application.conf, idle-container" }],
  }),
  minInstances: quantity({
    title: "Instances kept ready",
    unit: "instances",
    default: 0,
    min: 0,
    max: 10_000,
    integer: true,
    live: true,
    help: "Provisioned concurrency: they never expire.",
  }),
  burstInstances: quantity({
    title: "New instances",
    default: 1000,
    min: 1,
    max: 100_000,
    integer: true,
    live: true,
    help: "Within the time below; requests that would need more are throttled.",
    presets: [lambda(1000, "AWS Lambda", "Lambda scaling behavior, concurrency scaling rate")],
  }),
  burstPeriodMs: quantity({
    title: "within",
    unit: "ms",
    default: 10_000,
    min: 1,
    max: 3_600_000,
    live: true,
    presets: [lambda(10_000, "AWS Lambda", "Lambda scaling behavior, concurrency scaling rate")],
  }),
  timeLimitMs: quantity({
    title: "Time limit",
    unit: "ms",
    default: 3000,
    min: 0,
    max: 900_000,
    live: true,
    help: "A request that runs longer fails, and its instance is gone; 0 is none.",
    presets: [lambda(3000, "AWS Lambda default", "Configure Lambda function timeout")],
  }),
  calls: choice({
    title: "Calls",
    options: { sequence: "One after another", parallel: "All at once" },
    default: "sequence",
    live: true,
  }),
});
export type FunctionConfig = z.infer<typeof functionConfig>;

export const functionKind: KindDefinition = {
  id: "function",
  title: "Function",
  family: "compute",
  icon: ["M6 20l5.5-11", "M8 4h2.2c1.2 0 1.7.8 2.1 1.9L16.4 18c.4 1.2 1 2 2.6 2"],
  docs: {
    summary: "Instances come with the requests and serve one at a time; a request that finds none idle waits for a cold start.",
    models: [
      "Beyond the concurrency limit, or the rate at which instances can be added, requests are throttled (rate limited)",
      "Of the idle instances the one used last is used again; one that is idle for too long is gone",
      "Provisioned instances are ready from the start and never expire",
      "An instance is held until its calls are answered and the request is done",
      "A request beyond the time limit fails with its instance; a crash loses all instances",
    ],
    ignores: [
      "The limit of ten times the concurrency in requests per second",
      "Retries of asynchronous invocations",
      "Snapshots of instances",
    ],
    sources: [
      "AWS Lambda docs, Understanding Lambda function scaling",
      "AWS Lambda docs, Lambda scaling behavior",
      "AWS Lambda operator guide, Execution environments",
    ],
  },
  config: functionConfig,
  ports: { incoming: true, outgoing: "many", callerPolicies: true },
  linkFields: () => ["callRatio"],
  replicas: () => 1,
  bar: "utilisationRatio",
  readouts: [
    { label: "busy", metric: "gauge0", format: "countOf", of: "gauge1" },
    { label: "cold", metric: "gauge2", format: "count" },
  ],
  behaviour: async () => (await import("./simulate")).simulateFunction,
  gauges: [
    { id: "busyInstances", title: "Busy instances", unit: "instances" },
    { id: "instances", title: "Instances", unit: "instances" },
    { id: "coldStarts", title: "Cold starts", unit: "requests" },
    { id: "warmInstances", title: "Warm instances", unit: "instances" },
  ],
  figures: [
    { id: "coldStarts", title: "Cold starts", unit: "requests", help: "Requests that waited for an instance of their own." },
    { id: "throttles", title: "Throttled", unit: "requests", help: "Refused for the concurrency limit or the rate of new instances." },
    { id: "overLimit", title: "Over the time limit", unit: "requests", help: "Ended, with their instance, by the function's own limit." },
    { id: "instancesMean", title: "Instances, mean", unit: "instances", help: "Time average over the run of those that are busy or warm." },
  ],
};
