import * as z from "zod";
import type { FaultDefinition } from "./define";

const params = z.strictObject({});

export const failover = {
  id: "failover",
  title: "Planned failover",
  group: "operate",
  targets: ["node"],
  condition: "failover",
  wholeNode: true,
  momentary: true,
  params,
  docs: {
    summary: "An operator lets a standby of every shard take over from its leader.",
    models: [
      "The leader stops in good order: what it was at is lost to its callers, what it has committed is sent to its successor first",
      "The most advanced standby that the leader can send to leads after the election",
      "Without such a standby, or with a failover under way, nothing happens",
    ],
    ignores: ["The wait for the candidate to catch up before the leader stops"],
    sources: ["Patroni docs, patronictl switchover"],
  },
  label: () => "failover",
  contribute: (surface, scope) => {
    for (const node of scope.nodes) surface.raise("nodes", "failover", node, 1);
  },
} satisfies FaultDefinition;
