import * as z from "zod";
import type { KindDefinition } from "../../define";
import { duration } from "../../distributions/registry";
import { choice, quantity } from "../../fields";

export const databaseConfig = z.strictObject({
  connections: quantity({
    title: "Connections",
    default: 100,
    min: 1,
    max: 100_000,
    integer: true,
    live: true,
    help: "Per instance; a query holds one from start to end.",
    presets: [{ label: "PostgreSQL default", value: 100, source: "PostgreSQL docs, max_connections" }],
  }),
  waitLimit: quantity({ title: "Waiting limit", unit: "requests", default: 1000, min: 0, max: 10_000_000, integer: true, live: true, help: "Callers that may wait for a connection; more are rejected." }),
  parallelism: quantity({ title: "Parallel queries", default: 16, min: 1, max: 10_000, integer: true, live: true, help: "Queries that cores and storage really work on at once." }),
  readTime: duration({ title: "Read time", default: { type: "lognormal", meanMs: 3, cv: 1 }, live: true }),
  writeTime: duration({ title: "Write time", default: { type: "lognormal", meanMs: 6, cv: 1 }, live: true }),
  standbys: quantity({ title: "Standbys", default: 0, min: 0, max: 100, integer: true, help: "Read replicas that follow the primary asynchronously." }),
  readFrom: choice({ title: "Reads go to", options: { primary: "The primary", standbys: "The standbys", any: "Any instance" }, default: "primary", live: true }),
  lag: duration({ title: "Replication lag", default: { type: "lognormal", meanMs: 20, cv: 1 }, live: true, help: "From commit on the primary until a standby has applied it." }),
});
export type DatabaseConfig = z.infer<typeof databaseConfig>;

export const database: KindDefinition = {
  id: "database",
  title: "Database",
  family: "data",
  icon: ["M12 9c4.4 0 8-1.3 8-3s-3.6-3-8-3-8 1.3-8 3 3.6 3 8 3Z", "M4 6v12c0 1.7 3.6 3 8 3s8-1.3 8-3V6", "M4 12c0 1.7 3.6 3 8 3s8-1.3 8-3"],
  docs: {
    summary: "A primary with asynchronous standbys, a connection limit and bounded parallel work.",
    models: [
      "Connections held from start to end; callers wait for one up to a limit",
      "Writes on the primary only; reads where you route them",
      "Standbys apply commits in order after a lag; reads that miss a commit count as stale",
    ],
    ignores: ["Automatic failover", "Locks", "Query plans"],
    sources: ["PostgreSQL docs, chapters 20.3 and 27.2"],
  },
  config: databaseConfig,
  ports: { incoming: true, outgoing: "none", callerPolicies: false },
  replicas: (config: DatabaseConfig) => 1 + config.standbys,
  bar: "utilisationRatio",
  readouts: [
    { label: "util", metric: "utilisationRatio", format: "ratio" },
    { label: "lag", metric: "gauge0", format: "ms" },
  ],
  behaviour: async () => (await import("./simulate")).simulateDatabase,
  gauges: [
    { id: "lagMs", title: "Replication lag", unit: "ms" },
    { id: "staleReads", title: "Stale reads", unit: "reads" },
    { id: "connectionsInUse", title: "Connections in use", unit: "connections" },
  ],
};
