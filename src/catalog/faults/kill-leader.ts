import * as z from "zod";
import type { FaultDefinition } from "./define";

const params = z.strictObject({});

export const killLeader = {
  id: "kill-leader",
  title: "Kill the leader",
  group: "data",
  targets: ["node"],
  condition: "leader",
  onLeaders: true,
  wholeNode: true,
  params,
  docs: {
    summary: "Whichever replica leads dies, and with several shards the leader of each.",
    models: ["The one that leads when the fault starts stays down until it ends, whoever leads by then"],
    ignores: [],
    sources: ["Chaos Mesh docs, PodChaos, pod-kill", "Jepsen, nemesis: killing the primary"],
  },
  label: () => "leader killed",
  contribute: (surface, scope) => {
    for (const replica of scope.replicas) surface.down(replica);
  },
} satisfies FaultDefinition;
