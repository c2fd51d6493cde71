import * as z from "zod";
import { quantity } from "../../fields";
import { defineEviction } from "../define";

export const sampledLruSchema = z.strictObject({
  type: z.literal("sampled-lru"),
  samples: quantity({
    title: "Samples",
    unit: "entries",
    default: 5,
    min: 1,
    max: 64,
    integer: true,
    help: "Looked at for each eviction.",
    presets: [
      { label: "Redis default", value: 5, source: "redis.conf, maxmemory-samples 5" },
      { label: "Redis, closer to LRU", value: 10, source: "redis.conf: 10 approximates very closely true LRU" },
    ],
  }),
});

export const sampledLru = defineEviction({
  id: "sampled-lru",
  title: "Sampled LRU",
  docs: {
    summary: "Of a few entries drawn at random, the one that was not used for longest goes, as in Redis.",
    models: ["A few draws for each eviction", "A pool of the 16 best candidates so far, kept from one eviction to the next"],
    simplifies: ["Redis draws neighbours in its hash table; here each draw is its own", "Redis knows times of use to the second"],
    ignores: [],
    sources: ["Redis docs, Key eviction: approximated LRU", "Redis source, evict.c: the eviction pool"],
  },
  schema: sampledLruSchema,
  behaviour: async () => (await import("./simulate")).bindSampledLru,
});
