import * as z from "zod";
import type { FaultDefinition } from "./define";

const params = z.strictObject({});

export const cacheFlush = {
  id: "cache-flush",
  title: "Cache flush",
  group: "data",
  targets: ["node", "boundary", "all"],
  condition: "cache-flush",
  momentary: true,
  params,
  docs: {
    summary: "The cache forgets everything at once, and answers on: every read is a miss until it is warm again.",
    models: ["At the fault's start; how long it lasts means nothing"],
    ignores: [],
    sources: ["Redis docs, FLUSHALL"],
  },
  label: () => "flush",
  contribute: (surface, scope) => {
    for (const replica of scope.replicas) surface.raise("replicas", "cache-flush", replica, 1);
  },
} satisfies FaultDefinition;
