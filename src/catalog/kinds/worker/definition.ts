import * as z from "zod";
import { SCALE } from "../../../engine/scaling";
import { GRACEFUL_STOP } from "../../../engine/stop-conditions";
import { consumerAutoscaling, mostReplicas, scalingFigures, scalingGauges, scalingReadout } from "../../autoscaling/config";
import type { KindDefinition } from "../../define";
import { duration } from "../../distributions/registry";
import { choice, quantity } from "../../fields";

export const workerConfig = z.strictObject({
  replicas: quantity({ title: "Replicas", default: 2, min: 1, max: 1000, integer: true }),
  slots: quantity({
    title: "At once",
    unit: "messages",
    default: 1,
    min: 1,
    max: 100_000,
    integer: true,
    live: true,
    help: "Per replica; those of one partition one after another.",
  }),
  serviceTime: duration({ title: "Service time", default: { type: "lognormal", meanMs: 50, cv: 0.8 }, live: true }),
  serviceFrom: choice({
    title: "Service time is",
    options: { distribution: "Drawn, as above", recording: "As recorded" },
    default: "distribution",
    live: true,
    help: "As recorded: what the recording says that the message needs, and drawn where it says nothing.",
  }),
  acknowledge: choice({
    title: "Acknowledges",
    options: { after: "After work: at least once", before: "Before work: at most once" },
    default: "after",
    live: true,
    help: "Before: what a crash finds in work, or what fails, is lost.",
  }),
  tries: quantity({
    title: "Tries",
    default: 1,
    min: 1,
    max: 1000,
    integer: true,
    live: true,
    help: "It tries a message so often itself, before it tells the broker.",
    presets: [{ label: "Spring Kafka", value: 10, source: "Spring for Apache Kafka docs, DefaultErrorHandler" }],
  }),
  retryPauseMs: quantity({
    title: "Pause between tries",
    unit: "ms",
    default: 0,
    min: 0,
    max: 3_600_000,
    live: true,
    help: "The slot is held meanwhile.",
  }),
  autoscaling: consumerAutoscaling,
});
export type WorkerConfig = z.infer<typeof workerConfig>;

export const worker: KindDefinition = {
  id: "worker",
  title: "Worker",
  family: "messaging",
  icon: [
    "M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6Z",
    "M12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.2 2.2M16.2 16.2l2.2 2.2M5.6 18.4l2.2-2.2M16.2 7.8l2.2-2.2",
  ],
  docs: {
    summary: "Consumes messages from queues and logs: work, then call each outgoing link, then acknowledge.",
    models: [
      "Each replica is a consumer; how many messages it holds is its broker's prefetch",
      "Acknowledged after work, so that a crash means another delivery, or before, so that it means a loss",
      "Messages of one partition one after another, those of several partitions or of a queue at once",
      "Tries of its own before it reports a failure",
      "Autoscaling by utilisation or by the messages that wait upstream, as KEDA does, down to no replica at all",
    ],
    ignores: ["Memory"],
    sources: ["RabbitMQ docs, Consumer Acknowledgements", "Spring for Apache Kafka docs, Handling Exceptions", "KEDA docs, Scalers"],
  },
  config: workerConfig,
  ports: { incoming: true, outgoing: "many", callerPolicies: true },
  linkFields: () => ["callRatio"],
  spreads: true,
  replicas: (config: WorkerConfig) => mostReplicas(config.replicas, config.autoscaling),
  bar: "utilisationRatio",
  readouts: [
    { label: "util", metric: "utilisationRatio", format: "ratio" },
    { label: "held", metric: "inFlight", format: "count" },
  ],
  otherReadout: (config: WorkerConfig) => (config.autoscaling === undefined ? undefined : scalingReadout(0)),
  heeds: [GRACEFUL_STOP, SCALE, "consumer-stopped", "cpu-stress"],
  behaviour: async () => (await import("./simulate")).simulateWorker,
  gauges: scalingGauges,
  figures: [
    ...scalingFigures,
    { id: "retried", title: "Tried again", unit: "messages" },
    {
      id: "lost",
      title: "Acknowledged and lost",
      unit: "messages",
      help: "Acknowledged before the work, which then failed or died.",
      measure: "rpo",
    },
  ],
};
