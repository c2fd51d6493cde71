import * as z from "zod";
import { defineEviction } from "../define";

export const lru = defineEviction({
  id: "lru",
  title: "Least recently used",
  docs: {
    summary: "The entry that was not used for longest goes.",
    models: ["Exact order of use: reads that hit, and stores"],
    ignores: [],
    sources: ["H. Che, Y. Tung, Z. Wang, Hierarchical Web Caching Systems, IEEE JSAC 2002"],
  },
  schema: z.strictObject({ type: z.literal("lru") }),
  behaviour: async () => (await import("./simulate")).bindLru,
});
