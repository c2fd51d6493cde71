import * as z from "zod";
import { GRACEFUL_STOP } from "../../../engine/stop-conditions";
import type { KindDefinition } from "../../define";
import { duration } from "../../distributions/registry";
import { choice, quantity, toggle } from "../../fields";

export const quorumStoreConfig = z.strictObject({
  nodes: quantity({ title: "Nodes", default: 3, min: 1, max: 100, integer: true, help: "Keys are spread over them by hash." }),
  copies: quantity({
    title: "Copies of each key (N)",
    default: 3,
    min: 1,
    max: 15,
    integer: true,
    help: "On as many neighbouring nodes.",
    presets: [{ label: "Dynamo", value: 3, source: "DeCandia et al. 2007, section 6: (N, R, W) = (3, 2, 2)" }],
  }),
  readQuorum: quantity({
    title: "Reads wait for (R)",
    unit: "answers",
    default: 2,
    min: 1,
    max: 15,
    integer: true,
    live: true,
    help: "And return the newest. No acknowledged write is missed where R + W > N.",
    presets: [
      { label: "Cassandra ONE", value: 1, source: "Cassandra docs, consistency levels" },
      { label: "Dynamo, Cassandra QUORUM of 3", value: 2, source: "DeCandia et al. 2007, section 6; Cassandra docs" },
    ],
  }),
  writeQuorum: quantity({
    title: "Writes wait for (W)",
    unit: "answers",
    default: 2,
    min: 1,
    max: 15,
    integer: true,
    live: true,
    presets: [
      { label: "Cassandra ONE", value: 1, source: "Cassandra docs, consistency levels" },
      { label: "Dynamo, Cassandra QUORUM of 3", value: 2, source: "DeCandia et al. 2007, section 6; Cassandra docs" },
    ],
  }),
  readsAsk: choice({
    title: "Reads ask",
    options: { all: "All N", quorum: "Only R" },
    default: "all",
    live: true,
    presets: [
      { label: "Dynamo", value: "all", source: "DeCandia et al. 2007, section 4.5" },
      { label: "Cassandra", value: "quorum", source: "Cassandra docs, Dynamo: consistency levels" },
    ],
  }),
  whenDown: choice({
    title: "While a node is down",
    options: { strict: "It misses writes", hints: "Hints wait for it", sloppy: "Others stand in" },
    default: "hints",
    live: true,
    help: "Hints do not count as answers; stand-ins do (sloppy quorum).",
    presets: [
      { label: "Cassandra", value: "hints", source: "Cassandra docs, hinted handoff" },
      { label: "Dynamo", value: "sloppy", source: "DeCandia et al. 2007, section 4.6" },
    ],
  }),
  handoffMs: quantity({
    title: "Hints arrive after",
    unit: "ms",
    default: 10_000,
    min: 0,
    max: 86_400_000,
    live: true,
    help: "Of its return.",
    presets: [{ label: "Cassandra default", value: 10_000, source: "cassandra.yaml, hints_flush_period" }],
    onlyWith: { whenDown: ["hints", "sloppy"] },
  }),
  hintWindowMs: quantity({
    title: "Hints kept for",
    unit: "ms",
    default: 10_800_000,
    min: 0,
    max: 86_400_000,
    live: true,
    help: "A node that is down longer misses the rest.",
    presets: [{ label: "Cassandra default", value: 10_800_000, source: "cassandra.yaml, max_hint_window" }],
    onlyWith: { whenDown: ["hints", "sloppy"] },
  }),
  readRepair: toggle({ title: "Read repair", default: true, live: true, help: "Nodes that answered with an old version get the newest." }),
  timeoutMs: quantity({
    title: "Timeout",
    unit: "ms",
    default: 5000,
    min: 1,
    max: 3_600_000,
    live: true,
    help: "Of the node that asks the others.",
    presets: [
      { label: "Cassandra reads", value: 5000, source: "cassandra.yaml, read_request_timeout" },
      { label: "Cassandra writes", value: 2000, source: "cassandra.yaml, write_request_timeout" },
    ],
  }),
  parallelism: quantity({
    title: "Parallel operations",
    default: 32,
    min: 1,
    max: 10_000,
    integer: true,
    live: true,
    help: "Per node; more wait.",
    presets: [{ label: "Cassandra default", value: 32, source: "cassandra.yaml, concurrent_reads and concurrent_writes" }],
  }),
  readTime: duration({ title: "Read time", default: { type: "lognormal", meanMs: 2, cv: 1 }, live: true, help: "Of one copy." }),
  writeTime: duration({ title: "Write time", default: { type: "lognormal", meanMs: 1, cv: 1 }, live: true, help: "Of one copy." }),
  hop: duration({ title: "Between nodes", default: { type: "lognormal", meanMs: 0.5, cv: 1 }, live: true, help: "One way." }),
});
export type QuorumStoreConfig = z.infer<typeof quorumStoreConfig>;

export const quorumStore: KindDefinition = {
  id: "quorum-store",
  title: "Quorum store",
  family: "data",
  icon: ["M12 5a3 3 0 1 0 0-.01Z", "M6 17a3 3 0 1 0 0-.01Z", "M18 17a3 3 0 1 0 0-.01Z", "M10.5 7.6 7.5 12", "M13.5 7.6l3 4.4", "M9 15h6"],
  docs: {
    summary: "A leaderless store: every key has N copies, reads wait for R of them and writes for W.",
    models: [
      "The node that takes a request asks the copies in parallel; each works on it in its own slots, and the newest version wins",
      "Stale reads: those that miss a write that was acknowledged before they began. None where R + W > N, unless others stand in",
      "Nodes that are down: too few copies fail at once as unavailable; hints and handoff, or a sloppy quorum of the next nodes",
      "Read repair; timeouts of the node that asks, for copies that are paused or die on the way",
    ],
    simplifies: [
      "Who is down is known at once; a node that is paused is not known",
      "Spread over zones, a partition cuts off callers, but not the nodes from one another",
      "The last write that began wins: no siblings, no clocks that disagree",
      "Hints and handoff take no capacity, and do not die with the node that keeps them",
      "65,536 keys are told apart, fewer with more than 16 nodes; beyond that keys share their versions",
    ],
    ignores: ["Anti-entropy (Merkle trees), compaction, adding and removing nodes", "Speculative retries, lightweight transactions"],
    sources: [
      "DeCandia et al. 2007, Dynamo: Amazon's Highly Available Key-value Store",
      "Cassandra docs, Dynamo, hints and read repair",
      "Bailis et al. 2012, Probabilistically Bounded Staleness",
    ],
  },
  config: quorumStoreConfig,
  ports: { incoming: true, outgoing: "none", callerPolicies: false },
  spreads: true,
  replicas: (config: QuorumStoreConfig) => config.nodes,
  subtitle: (config: QuorumStoreConfig) => `N ${config.copies}, R ${config.readQuorum}, W ${config.writeQuorum}`,
  bar: "utilisationRatio",
  readouts: [
    { label: "up", metric: "gauge0", format: "countOf", of: "gauge1" },
    { label: "stale", metric: "gauge2", format: "count" },
  ],
  heeds: [GRACEFUL_STOP, "disk-full", "slow-disk"],
  behaviour: async () => (await import("./simulate")).simulateQuorumStore,
  gauges: [
    { id: "nodesUp", title: "Nodes up", unit: "nodes" },
    { id: "nodes", title: "Nodes", unit: "nodes" },
    { id: "staleReads", title: "Stale reads", unit: "reads" },
    { id: "operationsWaiting", title: "Operations waiting at nodes", unit: "operations" },
  ],
  figures: [
    { id: "reads", title: "Reads answered", unit: "reads" },
    { id: "staleReads", title: "Stale reads", unit: "reads", help: "They missed a write that was acknowledged before they began." },
    { id: "repairs", title: "Copies repaired by reads", unit: "copies" },
    { id: "hints", title: "Writes kept as hints", unit: "writes" },
  ],
};
