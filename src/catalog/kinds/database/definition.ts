import * as z from "zod";
import { GRACEFUL_STOP } from "../../../engine/stop-conditions";
import type { KindDefinition } from "../../define";
import { duration } from "../../distributions/registry";
import { choice, described, quantity, toggle } from "../../fields";

const failover = z.strictObject({
  enabled: toggle({ title: "Automatic failover", default: false }),
  heartbeatMs: quantity({
    title: "Heartbeat",
    unit: "ms",
    default: 10_000,
    min: 10,
    max: 600_000,
    help: "How often the leader renews its lock, or is pinged.",
    presets: [
      { label: "Patroni default", value: 10_000, source: "Patroni docs, loop_wait" },
      { label: "Redis Sentinel", value: 1000, source: "Redis docs, Sentinel: PING every second" },
    ],
  }),
  ttlMs: quantity({
    title: "Dead after",
    unit: "ms",
    default: 30_000,
    min: 10,
    max: 3_600_000,
    help: "After its last heartbeat.",
    presets: [
      { label: "Patroni default", value: 30_000, source: "Patroni docs, ttl" },
      { label: "Redis Sentinel default", value: 30_000, source: "Redis docs, Sentinel, down-after-milliseconds" },
    ],
  }),
  electionMs: quantity({ title: "Election and promotion", unit: "ms", default: 1000, min: 0, max: 600_000, help: "Until a standby accepts writes; with Patroni 0 to 2 s." }),
  maxLagBytes: quantity({
    title: "Promotable lag",
    unit: "B",
    default: 1_048_576,
    min: 0,
    max: 1e15,
    help: "A standby that lacks more of what the last heartbeat reported is not promoted.",
    presets: [{ label: "Patroni default", value: 1_048_576, source: "Patroni docs, maximum_lag_on_failover" }],
  }),
  fencing: toggle({ title: "Fencing", default: true, help: "A leader that cannot renew its lock steps down. Off: it accepts writes until somebody tells it." }),
  retryMs: quantity({
    title: "Steps down after",
    unit: "ms",
    default: 10_000,
    min: 0,
    max: 3_600_000,
    help: "Of failing to renew its lock.",
    presets: [{ label: "Patroni default", value: 10_000, source: "Patroni docs, retry_timeout" }],
  }),
});

export const databaseConfig = z.strictObject({
  connections: quantity({
    title: "Connections",
    default: 100,
    min: 1,
    max: 100_000,
    integer: true,
    live: true,
    help: "Per instance; a query holds one from start to end.",
    presets: [
      { label: "PostgreSQL default", value: 100, source: "PostgreSQL docs, max_connections" },
      { label: "HikariCP default", value: 10, source: "HikariCP readme, maximumPoolSize" },
      { label: "PgBouncer default", value: 20, source: "PgBouncer docs, default_pool_size" },
    ],
  }),
  waitLimit: quantity({ title: "Waiting limit", unit: "requests", default: 1000, min: 0, max: 10_000_000, integer: true, live: true, help: "Callers that may wait for a connection; more are rejected." }),
  waitTimeoutMs: quantity({
    title: "Waiting timeout",
    unit: "ms",
    default: 0,
    min: 0,
    max: 3_600_000,
    live: true,
    help: "For a connection; 0 waits for ever.",
    presets: [
      { label: "HikariCP default", value: 30_000, source: "HikariCP readme, connectionTimeout" },
      { label: "PgBouncer default", value: 120_000, source: "PgBouncer docs, query_wait_timeout" },
    ],
  }),
  parallelism: quantity({ title: "Parallel queries", default: 16, min: 1, max: 10_000, integer: true, live: true, help: "Queries that cores and storage really work on at once." }),
  readTime: duration({ title: "Read time", default: { type: "lognormal", meanMs: 3, cv: 1 }, live: true }),
  writeTime: duration({ title: "Write time", default: { type: "lognormal", meanMs: 6, cv: 1 }, live: true }),
  shards: quantity({ title: "Shards", default: 1, min: 1, max: 64, integer: true, help: "Keys are spread over them by hash; each is a primary with its standbys." }),
  standbys: quantity({ title: "Standbys", default: 0, min: 0, max: 100, integer: true, help: "Of each primary." }),
  readFrom: choice({
    title: "Reads go to",
    options: {
      primary: "The primary",
      standbys: "The standbys",
      any: "Any instance",
      nearest: "The nearest instance",
      "primary-preferred": "The primary while it is up",
    },
    default: "primary",
    live: true,
    help: "Nearest: across the least latency of borders.",
  }),
  replication: choice({
    title: "A commit waits for",
    options: { asynchronous: "No standby", synchronous: "The first standbys", quorum: "Any standbys" },
    default: "asynchronous",
    live: true,
    presets: [
      { label: "PostgreSQL default", value: "asynchronous", source: "PostgreSQL docs, synchronous_standby_names, empty" },
      { label: "PostgreSQL FIRST", value: "synchronous", source: "PostgreSQL docs, synchronous_standby_names, FIRST" },
      { label: "PostgreSQL ANY", value: "quorum", source: "PostgreSQL docs, synchronous_standby_names, ANY" },
    ],
  }),
  syncStandbys: quantity({ title: "So many of them", unit: "standbys", default: 1, min: 1, max: 100, integer: true, live: true, help: "With fewer connected it waits until they are back." }),
  commitAfter: choice({
    title: "Until they have it",
    options: { received: "On disk", applied: "Applied" },
    default: "received",
    live: true,
    presets: [
      { label: "PostgreSQL default", value: "received", source: "PostgreSQL docs, synchronous_commit = on" },
      { label: "PostgreSQL remote_apply", value: "applied", source: "PostgreSQL docs, synchronous_commit = remote_apply" },
    ],
  }),
  lag: duration({ title: "Replication lag", default: { type: "lognormal", meanMs: 20, cv: 1 }, live: true, help: "From commit on the primary until a standby has it on disk." }),
  replay: duration({ title: "Replay delay", default: { type: "constant", valueMs: 0 }, live: true, help: "From then until its reads see it." }),
  failover: described(
    failover.default({ enabled: false, heartbeatMs: 10_000, ttlMs: 30_000, electionMs: 1000, maxLagBytes: 1_048_576, fencing: true, retryMs: 10_000 }),
    {
      title: "Failover",
      help: "A dead primary is replaced by its most advanced standby.",
      presets: [
        { label: "Patroni default", value: { enabled: true, heartbeatMs: 10_000, ttlMs: 30_000, maxLagBytes: 1_048_576, fencing: true, retryMs: 10_000 }, source: "Patroni docs, dynamic configuration" },
        { label: "Redis Sentinel default", value: { enabled: true, heartbeatMs: 1000, ttlMs: 30_000, maxLagBytes: 1e15, fencing: false }, source: "Redis docs, Sentinel; without min-replicas-to-write nobody is fenced" },
      ],
    },
  ),
});
export type DatabaseConfig = z.infer<typeof databaseConfig>;

export const database: KindDefinition = {
  id: "database",
  title: "Database",
  family: "data",
  icon: ["M12 9c4.4 0 8-1.3 8-3s-3.6-3-8-3-8 1.3-8 3 3.6 3 8 3Z", "M4 6v12c0 1.7 3.6 3 8 3s8-1.3 8-3V6", "M4 12c0 1.7 3.6 3 8 3s8-1.3 8-3"],
  docs: {
    summary: "Primaries with standbys: replication, failover and shards, behind connections that callers wait for.",
    models: [
      "Connections held from start to end; callers wait for one up to a limit, and for so long",
      "Writes on the primary only; reads where you route them",
      "Standbys receive and apply commits in order; reads that miss an acknowledged commit count as stale",
      "Synchronous commits wait, holding their connection, for the first or any k standbys; without them they wait for ever",
      "Failover: missed heartbeats, an election, the most advanced standby is promoted. Under synchronous replication only one that is sure to have every acknowledged write",
      "Lost writes: acknowledged ones that the promoted standby has not received. The old primary comes back as a standby",
      "A primary that is told to stop hands over to a standby first, where failover is on",
      "Split brain: an isolated or paused leader steps down (fencing), or goes on accepting writes that are lost",
      "Shards by hash of the key, each with its own primary, standbys, connections and failover",
    ],
    simplifies: [
      "Catching up and rewinding after an outage take no time",
      "Instances may lie in several zones: callers, faults and partitions feel it, replication takes the lag that is set",
      "remote_write is as on, since a standby's flush takes no time of its own; no crash loses what one instance had committed (synchronous_commit = off)",
      "A paused standby stays a synchronous one: there is no wal_sender_timeout",
      "Keys beyond 65,536 are folded: a fresh read can look stale, never the reverse",
    ],
    ignores: ["Locks, transactions over several keys, query plans, checkpoints, vacuum", "A lock service that fails itself"],
    sources: [
      "PostgreSQL docs, chapters 20.3, 20.6 and 27.2",
      "Patroni docs, dynamic configuration, replication modes and watchdog",
      "Redis docs, Sentinel",
      "HikariCP readme; PgBouncer docs, configuration",
    ],
  },
  config: databaseConfig,
  ports: { incoming: true, outgoing: "none", callerPolicies: false },
  spreads: true,
  replicas: (config: DatabaseConfig) => config.shards * (1 + config.standbys),
  subtitle: (config: DatabaseConfig) => (config.shards > 1 ? `${config.shards} shards` : ""),
  bar: "utilisationRatio",
  readouts: [
    { label: "leads", metric: "gauge4", format: "count" },
    { label: "lag", metric: "gauge0", format: "ms" },
  ],
  heeds: [GRACEFUL_STOP, "leader", "failover", "replication", "disk-full", "slow-disk", "pool-leak", "cpu-stress"],
  behaviour: async () => (await import("./simulate")).simulateDatabase,
  gauges: [
    { id: "lagMs", title: "Replication lag", unit: "ms", measure: "lag" },
    { id: "staleReads", title: "Stale reads", unit: "reads" },
    { id: "connectionsInUse", title: "Connections in use", unit: "connections" },
    { id: "connectionsAwaited", title: "Waiting for a connection", unit: "requests" },
    { id: "leader", title: "Leading instance of the first shard, 0 none", unit: "" },
    { id: "shardsLed", title: "Shards with a leader", unit: "shards" },
    { id: "commitsWaiting", title: "Commits waiting for standbys", unit: "commits" },
    { id: "busiestShardRatio", title: "Share of the busiest shard", unit: "" },
  ],
  figures: [
    { id: "lostWrites", title: "Acknowledged writes lost", unit: "writes", help: "By failover: what the promoted standby had not received.", measure: "rpo" },
    { id: "conflictingWrites", title: "Conflicting writes", unit: "writes", help: "Acknowledged by an old leader beside the new one; lost as well." },
    { id: "failovers", title: "Failovers", unit: "" },
    { id: "recoveryMs", title: "Longest recovery (RTO)", unit: "ms", help: "From a leader's death to the first write accepted after it.", measure: "rto" },
    { id: "staleReads", title: "Stale reads", unit: "reads" },
    { id: "connectionTimeouts", title: "Timed out waiting for a connection", unit: "requests" },
    { id: "outageMs", title: "Outage under way", unit: "ms", help: "Since a leader died, while no write has been accepted after it.", measure: "rto" },
  ],
};
