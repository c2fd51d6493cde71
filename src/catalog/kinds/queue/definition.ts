import * as z from "zod";
import { GRACEFUL_STOP } from "../../../engine/stop-conditions";
import type { KindDefinition } from "../../define";
import { duration } from "../../distributions/registry";
import { choice, described, quantity, toggle } from "../../fields";

const storage = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("quorum"),
    members: quantity({
      title: "Members",
      default: 1,
      min: 1,
      max: 9,
      integer: true,
      help: "A message is confirmed once more than half of them have it.",
      presets: [{ label: "RabbitMQ default", value: 3, source: "RabbitMQ docs, Quorum Queues, quorum_cluster_size" }],
    }),
    replicationTime: duration({ title: "Replication time", default: { type: "constant", valueMs: 1 }, live: true, help: "Until a follower has written a message and said so." }),
    electionMs: quantity({ title: "Election", unit: "ms", default: 1000, min: 0, max: 600_000, live: true, help: "From the loss of the leader until another member leads." }),
  }),
  z.strictObject({
    type: z.literal("classic"),
    durable: toggle({ title: "Durable messages", default: true, live: true, help: "Otherwise a crash of the broker loses them all." }),
  }),
]);

export const queueConfig = z.strictObject({
  storage: described(storage.default({ type: "quorum", members: 1, replicationTime: { type: "constant", valueMs: 1 }, electionMs: 1000 }), {
    title: "Queue type",
    labels: { quorum: "Quorum: replicated", classic: "Classic: one broker" },
  }),
  maxLength: quantity({ title: "Length limit", unit: "messages", default: 100_000, min: 1, max: 10_000_000, integer: true, live: true, help: "Of messages that are ready; those being worked on do not count." }),
  overflow: choice({
    title: "When full",
    options: { "drop-head": "Drop the oldest", "reject-publish": "Reject the publisher", "reject-publish-dlx": "Reject, and dead-letter" },
    default: "drop-head",
    live: true,
    presets: [{ label: "RabbitMQ default", value: "drop-head", source: "RabbitMQ docs, Queue Length Limit" }],
  }),
  messageTtlMs: quantity({ title: "Message TTL", unit: "ms", default: 0, min: 0, max: 86_400_000, live: true, help: "Older messages are dropped when they reach the head; 0 keeps them." }),
  maxPriority: quantity({ title: "Highest priority", default: 0, min: 0, max: 9, integer: true, help: "Messages of a higher priority count as of this one; 0 is first in, first out." }),
  prefetch: quantity({
    title: "Prefetch",
    unit: "messages",
    default: 10,
    min: 0,
    max: 65_535,
    integer: true,
    live: true,
    help: "Unacknowledged messages per consumer; 0 is unlimited.",
    presets: [
      { label: "RabbitMQ default", value: 0, source: "RabbitMQ docs, Consumer Prefetch: no limit unless asked for" },
      { label: "RabbitMQ's example", value: 10, source: "RabbitMQ docs, Consumer Prefetch" },
    ],
  }),
  heartbeatMs: quantity({
    title: "Heartbeat",
    unit: "ms",
    default: 60_000,
    min: 0,
    max: 3_600_000,
    live: true,
    help: "A consumer that gives no sign of life for so long loses its connection, and what it holds comes back; 0 waits for ever.",
    presets: [{ label: "RabbitMQ default", value: 60_000, source: "RabbitMQ docs, Heartbeats" }],
  }),
  onFailure: choice({
    title: "Consumers that fail",
    options: { requeue: "Give the message back", reject: "Reject it for good" },
    default: "requeue",
    live: true,
    help: "A rejected message is dead-lettered.",
  }),
  deliveryLimit: quantity({
    title: "Delivery limit",
    unit: "returns",
    default: 20,
    min: 1,
    max: 1000,
    integer: true,
    live: true,
    help: "A message given back more often is given up; quorum queues only.",
    presets: [{ label: "RabbitMQ 4", value: 20, source: "RabbitMQ docs, Quorum Queues, delivery limit" }],
  }),
  confirms: toggle({ title: "Publisher confirms", default: true, live: true, help: "Without, publishers do not wait, and never hear of losses." }),
  publishMs: quantity({ title: "Time to accept", unit: "ms", default: 0.5, min: 0, max: 60_000, live: true, help: "From arrival until the message is written." }),
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
      "Publishers are confirmed when a message is written by more than half of the members, or do not wait at all",
      "Each replica behind an outgoing link is a consumer; they compete, each with its prefetch",
      "Heartbeats: a consumer that hangs or is cut off loses its connection",
      "Messages of a dead or stopped consumer come back marked redelivered: to their old place in a classic queue, before all others in a quorum queue",
      "TTL acts at the head; overflow drops the head or rejects the publisher; a quorum queue gives up a message that came back more often than its limit",
      "What is given up goes over the link for dead letters, at most once, with its reason counted",
      "Priorities: the highest first, so that TTL and overflow act on the head of the highest",
      "A quorum queue without its majority neither confirms nor delivers; without its leader it waits for an election",
      "A leader that is told to stop hands over at once, as rabbitmq-upgrade drain makes it; consumers keep what they hold",
      "A disk alarm on any member blocks publishers; consumers go on",
    ],
    simplifies: [
      "Publishers and consumers are connected to the leader: its crash closes their channels",
      "Acknowledgements take effect at once, without a round of replication",
      "A follower that comes back is level at once",
      "A durable classic queue loses nothing in a crash",
    ],
    ignores: ["Exchanges and bindings", "Queue expiry, length limits in bytes", "Consumer priorities, single active consumer", "Heartbeats of publishers, the acknowledgement timeout of 30 minutes"],
    sources: [
      "RabbitMQ docs: Consumer Prefetch, Time-To-Live, Queue Length Limit, Quorum Queues, Dead Letter Exchanges, Priority, Confirms, Alarms",
      "rabbitmq-server, rabbit_fifo.erl (order of returned messages, delivery limit)",
    ],
  },
  config: queueConfig,
  ports: { incoming: true, outgoing: "many", callerPolicies: false },
  linkFields: () => ["deadLetter"],
  spreads: true,
  replicas: ({ storage }: QueueConfig) => (storage.type === "quorum" ? storage.members : 1),
  readouts: [
    { label: "depth", metric: "queued", format: "count" },
    { label: "age", metric: "gauge0", format: "ms" },
  ],
  heeds: [GRACEFUL_STOP, "disk-full", "poison-message"],
  behaviour: async () => (await import("./simulate")).simulateQueue,
  gauges: [
    { id: "oldestAgeMs", title: "Age of the oldest", unit: "ms", measure: "queue.age" },
    { id: "unacked", title: "Unacknowledged", unit: "messages" },
    { id: "redelivered", title: "Redelivered", unit: "messages" },
    { id: "dropped", title: "Dropped", unit: "messages" },
    { id: "publishersWaiting", title: "Publishers waiting", unit: "messages" },
  ],
  figures: [
    { id: "duplicates", title: "Worked twice", unit: "messages", help: "A consumer finished its work, but its acknowledgement found the message taken back." },
    { id: "rejected", title: "Given up: rejected", unit: "messages" },
    { id: "expired", title: "Given up: expired", unit: "messages" },
    { id: "overflowed", title: "Given up: too many", unit: "messages" },
    { id: "delivery_limit", title: "Given up: delivery limit", unit: "messages" },
    { id: "deadLettered", title: "Dead-lettered", unit: "messages", help: "Given up, and sent over the link for dead letters." },
    { id: "deadLettersLost", title: "Dead letters lost", unit: "messages", help: "The other end did not take them." },
    { id: "lost", title: "Accepted and lost", unit: "messages", help: "Not durable, and the broker crashed.", measure: "rpo" },
    { id: "lostUnnoticed", title: "Lost unnoticed", unit: "messages", help: "Published without confirms, and never accepted." },
  ],
};
