import * as z from "zod";
import type { FaultDefinition } from "./define";

const params = z.strictObject({});

export const consumerStopped = {
  id: "consumer-stopped",
  title: "Consumer stopped",
  group: "data",
  targets: ["node"],
  condition: "consumer-stopped",
  params,
  docs: {
    summary: "The process lives, but has closed its channel or left its group: brokers take back what it holds and send it nothing.",
    models: ["It finishes what it has begun, for nothing", "At the end it subscribes again"],
    ignores: [],
    sources: [
      "RabbitMQ docs, Consumer Acknowledgements: automatic requeueing",
      "Apache Kafka documentation, consumer groups: leaving a group",
    ],
  },
  label: () => "consumer stopped",
  contribute: (surface, scope) => {
    for (const replica of scope.replicas) surface.raise("replicas", "consumer-stopped", replica, 1);
  },
} satisfies FaultDefinition;
