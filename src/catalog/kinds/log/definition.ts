import * as z from "zod";
import { GRACEFUL_STOP } from "../../../engine/stop-conditions";
import type { KindDefinition } from "../../define";
import { duration } from "../../distributions/registry";
import { choice, quantity, toggle } from "../../fields";

const kafka = (value: unknown, setting: string) => [{ label: "Kafka 4 default", value, source: `Apache Kafka documentation, ${setting}` }];

export const logConfig = z.strictObject({
  brokers: quantity({ title: "Brokers", default: 3, min: 1, max: 30, integer: true }),
  partitions: quantity({ title: "Partitions", default: 6, min: 1, max: 1000, integer: true, help: "Records of one partition are consumed in order, by one consumer of each group." }),
  replicationFactor: quantity({ title: "Copies", default: 3, min: 1, max: 8, integer: true, help: "Of each partition, on as many brokers; never more than there are." }),
  minInsync: quantity({ title: "In sync at least", unit: "copies", default: 1, min: 1, max: 8, integer: true, live: true, help: "With fewer copies in sync, records that want all acknowledgements are not taken.", presets: kafka(1, "min.insync.replicas") }),
  acks: choice({
    title: "Acknowledged by",
    options: { all: "All copies in sync", "1": "The leader alone", "0": "Nobody: producers do not wait" },
    default: "all",
    live: true,
    presets: kafka("all", "acks"),
  }),
  partitioner: choice({
    title: "Partition by",
    options: { key: "Hash of the key", sticky: "Sticky: one batch after another", "round-robin": "Each in turn" },
    default: "key",
    live: true,
  }),
  lingerMs: quantity({ title: "Linger", unit: "ms", default: 5, min: 0, max: 60_000, live: true, help: "A producer's batch waits so long for more records.", presets: kafka(5, "linger.ms") }),
  batchBytes: quantity({ title: "Batch size", unit: "B", default: 16_384, min: 0, max: 100_000_000, integer: true, live: true, help: "A batch of this size waits no longer; one per producer and partition.", presets: kafka(16_384, "batch.size") }),
  appendMs: quantity({ title: "Time to append", unit: "ms", default: 0.5, min: 0, max: 60_000, live: true, help: "Of one batch, at the leader; one after another." }),
  replicationTime: duration({ title: "Replication time", default: { type: "constant", valueMs: 1 }, live: true, help: "Until a follower has a batch and its leader knows." }),
  deliveryTimeoutMs: quantity({ title: "Delivery timeout", unit: "ms", default: 120_000, min: 1, max: 3_600_000, live: true, help: "Producers try so long; then the record has failed.", presets: kafka(120_000, "delivery.timeout.ms") }),
  brokerSessionMs: quantity({ title: "Broker session", unit: "ms", default: 9000, min: 1, max: 600_000, live: true, help: "A broker not heard of for so long is fenced, and others lead in its place.", presets: kafka(9000, "broker.session.timeout.ms") }),
  brokerHeartbeatMs: quantity({ title: "Broker heartbeat", unit: "ms", default: 2000, min: 1, max: 600_000, live: true, presets: kafka(2000, "broker.heartbeat.interval.ms") }),
  replicaLagMs: quantity({ title: "Replica lag", unit: "ms", default: 30_000, min: 1, max: 3_600_000, live: true, help: "A follower that was not level for so long is no longer in sync.", presets: kafka(30_000, "replica.lag.time.max.ms") }),
  uncleanElection: toggle({ title: "Unclean election", default: false, live: true, help: "A copy that is not in sync may lead where no other is left.", presets: kafka(false, "unclean.leader.election.enable") }),
  retentionMs: quantity({ title: "Retention", unit: "ms", default: 604_800_000, min: 0, max: 3_000_000_000, live: true, help: "Older records are deleted, read or not; 0 keeps them.", presets: kafka(604_800_000, "log.retention.hours, seven days") }),
  retentionBytes: quantity({ title: "Retention size", unit: "B", default: 0, min: 0, max: 1_000_000_000_000, live: true, help: "Of a partition; beyond it the oldest records are deleted. 0 sets no limit." }),
  assignment: choice({
    title: "Group assignment",
    options: { range: "Range: everybody stops to rebalance", "cooperative-sticky": "Cooperative sticky: only what moves stops" },
    default: "range",
    presets: kafka("range", "partition.assignment.strategy"),
  }),
  sessionMs: quantity({ title: "Consumer session", unit: "ms", default: 45_000, min: 1, max: 3_600_000, live: true, help: "A consumer not heard of for so long leaves its group.", presets: kafka(45_000, "session.timeout.ms") }),
  heartbeatMs: quantity({ title: "Consumer heartbeat", unit: "ms", default: 3000, min: 1, max: 600_000, live: true, help: "At its next heartbeat a consumer hears of a rebalance.", presets: kafka(3000, "heartbeat.interval.ms") }),
  maxPollRecords: quantity({ title: "Poll at most", unit: "records", default: 500, min: 1, max: 100_000, integer: true, live: true, help: "Records that a consumer holds.", presets: kafka(500, "max.poll.records") }),
  maxPollIntervalMs: quantity({ title: "Poll interval", unit: "ms", default: 300_000, min: 1, max: 3_600_000, live: true, help: "A consumer that holds a record longer leaves its group until it is done.", presets: kafka(300_000, "max.poll.interval.ms") }),
  commit: choice({
    title: "Commits offsets",
    options: { interval: "Now and then, after work", each: "After each record", before: "Before work: at most once" },
    default: "interval",
    live: true,
    presets: kafka("interval", "enable.auto.commit"),
  }),
  commitIntervalMs: quantity({ title: "Commits every", unit: "ms", default: 5000, min: 1, max: 3_600_000, onlyWith: { commit: ["interval"] }, presets: kafka(5000, "auto.commit.interval.ms") }),
});
export type LogConfig = z.infer<typeof logConfig>;

export const log: KindDefinition = {
  id: "log",
  title: "Log",
  family: "messaging",
  icon: ["M4 5h4v14H4z", "M10 5h4v14h-4z", "M16 5h4v14h-4z", "M4 10h4M10 13h4M16 8h4"],
  docs: {
    summary: "A partitioned, replicated log: producers append, each group of consumers reads all of it at its own pace.",
    models: [
      "Partitions by key, sticky or in turn; batches that linger",
      "Leaders and followers spread over brokers, in-sync replicas, the high watermark; acks 0, 1 and all with a least number in sync",
      "A broker not heard of is fenced and others lead; what they had not yet is lost if only its leader had acknowledged it",
      "A broker that is told to stop hands its partitions over first (controlled shutdown)",
      "Each outgoing link is a consumer group, each replica behind it a consumer; a partition has one consumer per group, and is worked in order",
      "Sessions, heartbeats, poll intervals, of consumers that die, hang or are cut off; rebalances that stop everybody (range) or only what moves (cooperative sticky)",
      "Offsets committed after work (duplicates after a crash) or before (losses)",
      "Retention by time and size; records deleted before a group has read them are counted",
      "What a consumer fails to work goes over the link for dead letters, or is passed over",
    ],
    simplifies: [
      "Producers retry as soon as a partition can be written again",
      "Consumers are sent what they would fetch; they hold up to a poll's worth of records",
      "Where a link's latency varies, records may overtake each other on their way to a consumer",
      "Retention acts record by record, not by segments",
      "Leadership stays where it went: no preferred leader is elected again",
      "Groups are complete and level when the run begins",
    ],
    ignores: ["Transactions, compaction, quotas", "Static membership, the consumer protocol of KIP-848", "Loss of the page cache in a crash", "The controllers' own failures"],
    sources: [
      "Apache Kafka documentation: broker, producer and consumer configuration; design, replication",
      "KIP-429 (incremental cooperative rebalancing), KIP-480 and KIP-794 (sticky partitioner), KIP-631 and KIP-841 (fencing)",
    ],
  },
  config: logConfig,
  ports: { incoming: true, outgoing: "many", callerPolicies: false },
  linkFields: () => ["deadLetter"],
  spreads: true,
  replicas: (config: LogConfig) => config.brokers,
  parts: { title: "Lag by partition", count: (config: LogConfig) => config.partitions },
  readouts: [
    { label: "lag", metric: "gauge0", format: "count" },
    { label: "worst", metric: "gauge1", format: "count" },
  ],
  heeds: [GRACEFUL_STOP, "disk-full", "poison-message", "replication"],
  behaviour: async () => (await import("./simulate")).simulateLog,
  gauges: [
    { id: "lag", title: "Lag, all groups", unit: "records", measure: "lag" },
    { id: "worstLag", title: "Lag of the worst partition", unit: "records" },
    { id: "oldestAgeMs", title: "Age of the oldest unread", unit: "ms", measure: "queue.age" },
    { id: "underReplicated", title: "Under-replicated", unit: "partitions" },
    { id: "offline", title: "Without a leader", unit: "partitions" },
    { id: "rebalancing", title: "Groups rebalancing", unit: "groups" },
    { id: "producersWaiting", title: "Producers waiting", unit: "records" },
  ],
  figures: [
    { id: "acknowledgedLost", title: "Acknowledged and lost", unit: "records", help: "A new leader did not have them.", measure: "rpo" },
    { id: "lostUnnoticed", title: "Lost unnoticed", unit: "records", help: "Sent without waiting for an acknowledgement, and never written." },
    { id: "duplicates", title: "Worked twice", unit: "records", help: "Worked before their offset was committed, and delivered again." },
    { id: "lostInWork", title: "Committed and lost", unit: "records", help: "Committed before the work, which a dead consumer never finished.", measure: "rpo" },
    { id: "failed", title: "Failed at consumers", unit: "records" },
    { id: "expiredUnread", title: "Deleted unread", unit: "records", help: "Retention was shorter than a group's lag." },
    { id: "rebalances", title: "Rebalances", unit: "rebalances" },
    { id: "elections", title: "Leaders elected", unit: "partitions" },
  ],
};
