import * as z from "zod";
import type { KindDefinition } from "../../define";
import { choice, quantity } from "../../fields";

export const queueConfig = z.strictObject({
  maxLength: quantity({ title: "Length limit", unit: "messages", default: 100_000, min: 1, max: 10_000_000, integer: true, live: true }),
  overflow: choice({
    title: "When full",
    options: { "drop-head": "Drop the oldest", "reject-publish": "Reject the publisher" },
    default: "drop-head",
    live: true,
    presets: [{ label: "RabbitMQ default", value: "drop-head", source: "RabbitMQ docs, Queue Length Limit" }],
  }),
  messageTtlMs: quantity({ title: "Message TTL", unit: "ms", default: 0, min: 0, max: 86_400_000, live: true, help: "Older messages are dropped when they reach the head; 0 keeps them." }),
  prefetch: quantity({
    title: "Prefetch",
    unit: "messages",
    default: 10,
    min: 0,
    max: 65_535,
    integer: true,
    live: true,
    help: "Unacknowledged messages per consumer; 0 is unlimited.",
  }),
  deliveryLimit: quantity({
    title: "Delivery limit",
    unit: "tries",
    default: 20,
    min: 1,
    max: 1000,
    integer: true,
    live: true,
    help: "A message that failed this often is dropped.",
    presets: [{ label: "RabbitMQ quorum queues", value: 20, source: "RabbitMQ docs, Quorum Queues, delivery limit" }],
  }),
  publishMs: quantity({ title: "Time to accept", unit: "ms", default: 0.5, min: 0, max: 60_000, live: true, help: "From arrival until the publisher is confirmed." }),
});
export type QueueConfig = z.infer<typeof queueConfig>;

export const queue: KindDefinition = {
  id: "queue",
  title: "Queue",
  family: "messaging",
  icon: ["M4 6h16", "M4 10h16", "M4 14h16", "M4 18h16"],
  docs: {
    summary: "Holds messages until a consumer takes, works and acknowledges them.",
    models: [
      "The publisher is answered when the message is accepted",
      "Each replica behind an outgoing link is a consumer; they compete, each with its prefetch",
      "Messages of a dead consumer return to their old place, marked redelivered",
      "TTL acts at the head; overflow drops the head or rejects the publisher",
    ],
    ignores: ["Exchanges and bindings", "Replication of the broker"],
    sources: ["RabbitMQ docs: Consumer Prefetch, Time-To-Live, Queue Length Limit, Quorum Queues"],
  },
  config: queueConfig,
  ports: { incoming: true, outgoing: "many", callerPolicies: false },
  replicas: () => 1,
  readouts: [
    { label: "depth", metric: "queued", format: "count" },
    { label: "age", metric: "gauge0", format: "ms" },
  ],
  behaviour: async () => (await import("./simulate")).simulateQueue,
  gauges: [
    { id: "oldestAgeMs", title: "Age of the oldest", unit: "ms" },
    { id: "unacked", title: "Unacknowledged", unit: "messages" },
    { id: "redelivered", title: "Redelivered", unit: "messages" },
    { id: "dropped", title: "Dropped", unit: "messages" },
  ],
};
