import * as z from "zod";
import { quantity } from "../fields";
import type { FaultDefinition } from "./define";

const params = z.strictObject({
  callersRatio: quantity({
    title: "Callers on its side",
    default: 0.5,
    min: 0,
    max: 1,
    help: "The share of requests that comes from the leader's side of the cut; the rest cannot reach it.",
  }),
});

export const isolateLeader = {
  id: "isolate-leader",
  title: "Isolate the leader",
  group: "data",
  targets: ["node"],
  condition: "leader",
  onLeaders: true,
  wholeNode: true,
  params,
  docs: {
    summary: "A network partition: the leader can reach neither its peers nor the lock service.",
    models: ["Some callers are cut off together with it, the others are on the side of its peers"],
    ignores: ["Which side a request comes from is drawn anew for each"],
    sources: ["Patroni docs, watchdog and DCS failsafe mode"],
  },
  label: (p: z.infer<typeof params>) => `leader isolated with ${Math.round(100 * p.callersRatio)}%`,
  contribute: (surface, scope, p: z.infer<typeof params>) => {
    for (const replica of scope.replicas) {
      surface.raise("replicas", "isolated", replica, 1);
      surface.raise("replicas", "isolated-callers", replica, p.callersRatio);
    }
  },
} satisfies FaultDefinition;
