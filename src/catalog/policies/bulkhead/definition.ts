import * as z from "zod";
import { quantity } from "../../fields";

const r4j = (value: number, name: string) => [{ label: "resilience4j default", value, source: `resilience4j docs, Bulkhead, ${name}` }];

export const bulkheadSchema = z.strictObject({
  maxConcurrent: quantity({
    title: "Calls at once",
    unit: "calls",
    default: 25,
    min: 1,
    max: 1_000_000,
    integer: true,
    live: true,
    help: "Of one calling replica.",
    presets: [
      ...r4j(25, "maxConcurrentCalls"),
      { label: "Envoy default", value: 1024, source: "Envoy docs, cluster circuit breakers, max_requests" },
    ],
  }),
  maxWaitMs: quantity({
    title: "Waits at most",
    unit: "ms",
    default: 0,
    min: 0,
    max: 3_600_000,
    live: true,
    help: "For one of the places; 0 rejects at once.",
    presets: r4j(0, "maxWaitDuration"),
  }),
});
export type BulkheadConfig = z.infer<typeof bulkheadSchema>;

export const bulkhead = {
  id: "bulkhead",
  title: "Bulkhead",
  schema: bulkheadSchema,
  behaviour: async () => (await import("./simulate")).simulateBulkhead,
  figures: [
    { id: "rejected", title: "Turned away", unit: "calls", help: "Found no place, and none came free in time." },
    { id: "waited", title: "Waited for a place", unit: "calls" },
  ],
  docs: {
    summary: "So many calls at once over this link, so that a slow callee cannot take the whole caller.",
    models: [
      "One semaphore per calling replica, served first come, first served",
      "A wait for a place counts towards the timeout per try",
      "A place is free again when the caller stops waiting, even if the callee works on",
    ],
    ignores: ["Bulkheads with threads and a queue of their own", "A restart of the caller's process does not empty it"],
    sources: ["resilience4j docs, Bulkhead"],
  },
} as const;
