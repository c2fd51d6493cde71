import * as z from "zod";
import { defineEviction } from "../define";

export const fifo = defineEviction({
  id: "fifo",
  title: "First in, first out",
  docs: {
    summary: "The entry that came first goes, however often it is used.",
    models: ["Order of arrival; an entry that is stored anew keeps its place in it"],
    ignores: [],
    sources: ["E. Gelenbe, A Unified Approach to the Evaluation of a Class of Replacement Algorithms, IEEE Trans. Computers 1973"],
  },
  schema: z.strictObject({ type: z.literal("fifo") }),
  behaviour: async () => (await import("./simulate")).bindFifo,
});
