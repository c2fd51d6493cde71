import * as z from "zod";
import { defineEviction } from "../define";

export const random = defineEviction({
  id: "random",
  title: "Random",
  docs: {
    summary: "Any entry goes, all with the same chance.",
    models: ["One draw per eviction"],
    ignores: [],
    sources: [
      "Redis docs, Key eviction, allkeys-random",
      "E. Gelenbe, A Unified Approach to the Evaluation of a Class of Replacement Algorithms, IEEE Trans. Computers 1973",
    ],
  },
  schema: z.strictObject({ type: z.literal("random") }),
  behaviour: async () => (await import("./simulate")).bindRandom,
});
