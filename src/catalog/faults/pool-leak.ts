import * as z from "zod";
import { quantity } from "../fields";
import type { FaultDefinition } from "./define";

const params = z.strictObject({
  perSecond: quantity({
    title: "Lost",
    unit: "connections/s",
    default: 10,
    above: 0,
    max: 100_000,
    help: "Per instance, until none is left.",
  }),
});

export const poolLeak = {
  id: "pool-leak",
  title: "Connection leak",
  group: "data",
  targets: ["node"],
  condition: "pool-leak",
  params,
  docs: {
    summary: "Connections are taken and never given back.",
    models: ["When it ends all of them are given back at once, as after a restart of the callers"],
    ignores: [],
    sources: ["HikariCP readme, leakDetectionThreshold"],
  },
  label: (p: z.infer<typeof params>) => `${p.perSecond} connections/s leak`,
  contribute: (surface, scope, p: z.infer<typeof params>) => {
    for (const replica of scope.replicas) surface.raise("replicas", "pool-leak", replica, p.perSecond);
  },
} satisfies FaultDefinition;
