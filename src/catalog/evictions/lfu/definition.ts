import * as z from "zod";
import { choice } from "../../fields";
import { defineEviction } from "../define";

export const lfuSchema = z.strictObject({
  type: z.literal("lfu"),
  counts: choice({
    title: "Counts uses of",
    options: { kept: "Entries it keeps: who leaves starts anew", all: "All keys, kept or not" },
    default: "kept",
  }),
});

export const lfu = defineEviction({
  id: "lfu",
  title: "Least frequently used",
  docs: {
    summary: "The entry with the fewest uses goes; of several, the one unused for longest.",
    models: ["Exact counts, of the entries kept or of all keys ever asked for (perfect LFU)"],
    ignores: [
      "Ageing: what was popular once stays. Redis lowers counts with time, and counts by chance",
      "Turning newcomers away, as TinyLFU does",
    ],
    sources: [
      "L. Breslau et al., Web Caching and Zipf-like Distributions, INFOCOM 1999: in-cache and perfect LFU",
      "Redis docs, Key eviction, allkeys-lfu",
    ],
  },
  schema: lfuSchema,
  behaviour: async () => (await import("./simulate")).bindLfu,
});
