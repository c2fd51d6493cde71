import * as z from "zod";
import { GRACEFUL_STOP } from "../../../engine/stop-conditions";
import type { KindDefinition } from "../../define";
import { duration } from "../../distributions/registry";
import { choice, quantity } from "../../fields";

export const cacheConfig = z.strictObject({
  shards: quantity({ title: "Shards", default: 1, min: 1, max: 100, integer: true, help: "Keys are spread over them by hash." }),
  capacity: quantity({ title: "Capacity", unit: "entries", default: 1000, min: 1, max: 5_000_000, integer: true, help: "Per shard." }),
  ttlMs: quantity({ title: "Time to live", unit: "ms", default: 60_000, min: 0, max: 86_400_000, live: true, help: "0 keeps entries until they are evicted." }),
  lookupTime: duration({ title: "Lookup time", default: { type: "exponential", meanMs: 0.5 }, live: true }),
  slots: quantity({ title: "Slots per shard", default: 64, min: 1, max: 100_000, integer: true, live: true }),
  writes: choice({
    title: "Writes",
    options: { through: "Write through: store, then pass on", around: "Write around: pass on, drop the entry" },
    default: "through",
    live: true,
  }),
});
export type CacheConfig = z.infer<typeof cacheConfig>;

export const cache: KindDefinition = {
  id: "cache",
  title: "Cache",
  family: "data",
  icon: ["M13 3 5 14h6l-1 7 8-11h-6z"],
  docs: {
    summary: "Keeps recent answers by key, least recently used out first; asks behind it on a miss.",
    models: [
      "Real keys drawn by the client's key spread, LRU eviction, TTL",
      "Read-through: a miss asks the outgoing link and stores the answer",
      "A crash empties the shard: it starts cold",
    ],
    ignores: ["Entry sizes", "Several misses for one key at once are not merged"],
    sources: ["Redis docs, Key eviction", "H. Che, Y. Tung, Z. Wang, Hierarchical Web Caching Systems, IEEE JSAC 2002"],
  },
  config: cacheConfig,
  ports: { incoming: true, outgoing: "one", callerPolicies: true },
  replicas: (config: CacheConfig) => config.shards,
  bar: "gauge0",
  readouts: [
    { label: "hits", metric: "gauge0", format: "ratio" },
    { label: "keys", metric: "gauge1", format: "count" },
  ],
  behaviour: async () => (await import("./simulate")).simulateCache,
  heeds: [GRACEFUL_STOP, "cache-flush", "cpu-stress"],
  gauges: [
    { id: "hitRatio", title: "Hit ratio", unit: "" },
    { id: "entries", title: "Entries", unit: "entries" },
    { id: "evictions", title: "Evictions", unit: "entries" },
  ],
};
