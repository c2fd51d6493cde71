import * as z from "zod";
import type { FaultDefinition } from "./define";

const params = z.strictObject({});

export const diskFull = {
  id: "disk-full",
  title: "Disk full",
  group: "data",
  targets: ["node"],
  condition: "disk-full",
  params,
  docs: {
    summary: "Writes fail after they were worked on, reads go on; a standby receives nothing more.",
    models: [
      "Of a queue: publishers are blocked by the disk alarm, consumers go on",
      "Of a log: its partitions take no records",
      "Of a quorum store: writes to that node fail",
    ],
    ignores: [],
    sources: ["PostgreSQL docs, 29.2 Disk Full Failure"],
  },
  label: () => "disk full",
  contribute: (surface, scope) => {
    for (const replica of scope.replicas) surface.raise("replicas", "disk-full", replica, 1);
  },
} satisfies FaultDefinition;
