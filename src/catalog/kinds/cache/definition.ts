import * as z from "zod";
import { GRACEFUL_STOP } from "../../../engine/stop-conditions";
import { leaningOn } from "../../behaviours";
import { cachingFields } from "../../caching/fields";
import type { KindDefinition } from "../../define";
import { duration } from "../../distributions/registry";
import { evictions } from "../../evictions/registry";
import { choice, quantity } from "../../fields";

const byKey = { hits: ["keys"] };
const behind = { writes: ["behind"] };
const ignite = (value: number, setting: string) => [
  { label: "Apache Ignite default", value, source: `Apache Ignite, CacheConfiguration, ${setting}` },
];
const { eviction, ttlMs, ttlJitterRatio, singleFlight, staleWhileRevalidateMs, staleIfErrorMs } = cachingFields({
  singleFlight: false,
  ttlMs: 60_000,
  kept: { onlyWith: byKey },
});

export const cacheConfig = z.strictObject({
  shards: quantity({ title: "Shards", default: 1, min: 1, max: 100, integer: true, help: "Keys are spread over them by hash." }),
  hits: choice({
    title: "Hits come from",
    options: { keys: "Keys that were asked for before", fixed: "A fixed ratio, whatever the keys" },
    default: "keys",
  }),
  hitRatio: quantity({
    title: "Fixed hit ratio",
    default: 0.9,
    min: 0,
    max: 1,
    live: true,
    help: "Typed in, not simulated: nothing is kept.",
    onlyWith: { hits: ["fixed"] },
  }),
  capacity: quantity({
    title: "Capacity",
    unit: "entries",
    default: 1000,
    min: 1,
    max: 5_000_000,
    integer: true,
    help: "Per shard.",
    onlyWith: byKey,
  }),
  eviction,
  ttlMs,
  ttlJitterRatio,
  lookupTime: duration({ title: "Lookup time", default: { type: "exponential", meanMs: 0.5 }, live: true }),
  slots: quantity({ title: "Slots per shard", default: 64, min: 1, max: 100_000, integer: true, live: true }),
  singleFlight,
  staleWhileRevalidateMs,
  staleIfErrorMs,
  writes: choice({
    title: "Writes",
    options: {
      through: "Write through: pass on, then store",
      around: "Cache-aside: pass on, then drop the entry",
      behind: "Write behind: store and answer, pass on later",
    },
    default: "through",
    live: true,
  }),
  flushIntervalMs: quantity({
    title: "Flush every",
    unit: "ms",
    default: 5000,
    above: 0,
    max: 3_600_000,
    live: true,
    help: "A write is passed on at most so much later.",
    onlyWith: behind,
    presets: ignite(5000, "writeBehindFlushFrequency"),
  }),
  flushKeys: quantity({
    title: "Flush at",
    unit: "keys",
    default: 10_240,
    min: 1,
    max: 1_000_000,
    integer: true,
    live: true,
    help: "So many changed keys per shard are flushed at once.",
    onlyWith: behind,
    presets: ignite(10_240, "writeBehindFlushSize"),
  }),
  batchKeys: quantity({
    title: "Batch",
    unit: "keys",
    default: 512,
    min: 1,
    max: 10_000,
    integer: true,
    help: "That one call passes on.",
    onlyWith: behind,
    presets: ignite(512, "writeBehindBatchSize"),
  }),
});
export type CacheConfig = z.infer<typeof cacheConfig>;

export const cache: KindDefinition = {
  id: "cache",
  title: "Cache",
  family: "data",
  icon: ["M13 3 5 14h6l-1 7 8-11h-6z"],
  docs: {
    summary: "Keeps recent answers by key, and asks behind it on a miss.",
    models: [
      "Real keys drawn by the client's key spread; eviction when full; a time to live, with jitter",
      "Read-through: a miss asks the outgoing link and stores the answer; of several for one key only the first, if so set",
      "Stale entries served while they are fetched anew in the background, or where fetching fails with anything but a rate limit",
      "Write-through, cache-aside and write-behind: then writes to one key are passed on as one, and tried again after the next interval where that fails",
      "A crash or a flush empties the shard, and loses writes that were answered and not passed on",
      "A fixed hit ratio in place of keys",
    ],
    simplifies: [
      "With cache-aside the cache asks for its callers, on their own way to the store; give their link a fallback for when it is down",
      "Entries past their time hold their place until it is needed",
      "All who wait for one fetch share its failure",
      "A batch costs the store as much as one write; one under way at a crash is taken to arrive",
    ],
    ignores: ["Entry sizes", "What an entry says: a fetch that overlaps a write may store the older value, and nobody counts it"],
    sources: [
      "Redis docs, Key eviction",
      "H. Che, Y. Tung, Z. Wang, Hierarchical Web Caching Systems, IEEE JSAC 2002",
      "RFC 5861, HTTP Cache-Control Extensions for Stale Content",
      "R. Nishtala et al., Scaling Memcache at Facebook, NSDI 2013: leases",
      "Apache Ignite docs, External Storage: write-behind",
    ],
  },
  config: cacheConfig,
  ports: { incoming: true, outgoing: "one", callerPolicies: true },
  spreads: true,
  replicas: (config: CacheConfig) => config.shards,
  bar: "gauge0",
  readouts: [
    { label: "hits", metric: "gauge0", format: "ratio" },
    { label: "keys", metric: "gauge1", format: "count" },
  ],
  otherReadout: (config: CacheConfig) => {
    if (config.writes === "behind") return { label: "unflushed", metric: "gauge4", format: "count" };
    if (config.staleWhileRevalidateMs + config.staleIfErrorMs > 0) return { label: "stale", metric: "gauge5", format: "ratio" };
    return config.singleFlight ? { label: "waiting", metric: "gauge3", format: "count" } : undefined;
  },
  behaviour: () => leaningOn(evictions, async () => (await import("./simulate")).simulateCache),
  heeds: [GRACEFUL_STOP, "cache-flush", "cpu-stress"],
  gauges: [
    { id: "hitRatio", title: "Hit ratio", unit: "" },
    { id: "entries", title: "Entries", unit: "entries" },
    { id: "evictions", title: "Evictions", unit: "entries" },
    { id: "waiting", title: "Waiting for another's fetch", unit: "requests" },
    { id: "unflushed", title: "Answered, not passed on", unit: "writes" },
    { id: "staleRatio", title: "Served stale", unit: "" },
  ],
  figures: [
    { id: "coalesced", title: "Waited for another's fetch", unit: "requests" },
    { id: "stale", title: "Served stale", unit: "requests", help: "They count as hits." },
    { id: "refreshes", title: "Fetched in the background", unit: "fetches" },
    { id: "flushes", title: "Write-behind calls", unit: "calls" },
    {
      id: "lostWrites",
      title: "Writes lost",
      unit: "writes",
      help: "Answered as done, and gone with a crash or a flush before they were passed on.",
    },
  ],
};
