import * as z from "zod";
import { quantity } from "../fields";
import type { FaultDefinition } from "./define";

const params = z.strictObject({
  mtbfMs: quantity({
    title: "Mean time between failures",
    unit: "ms",
    default: 60_000,
    min: 1,
    max: 86_400_000,
    help: "Of one replica: from its repair to its next crash.",
  }),
  mttrMs: quantity({ title: "Mean time to repair", unit: "ms", default: 5000, min: 1, max: 86_400_000 }),
});
type Params = z.infer<typeof params>;

export const randomCrashes = {
  id: "random-crashes",
  title: "Random crashes",
  group: "stop",
  targets: ["node", "boundary", "all"],
  aimsAt: "receivers",
  params,
  docs: {
    summary: "Replicas crash and come back at random, each by itself.",
    models: ["Both times are exponential; a replica is up for MTBF / (MTBF + MTTR) of the time"],
    ignores: ["Failures with a common cause: use an outage"],
    sources: ["K. Trivedi, Probability and Statistics with Reliability, Queuing, and Computer Science Applications, chapter 8"],
  },
  label: ({ mtbfMs, mttrMs }: Params) => `crashes, MTBF ${mtbfMs / 1000} s, MTTR ${mttrMs / 1000} s`,
  cycle: ({ mtbfMs, mttrMs }: Params) => ({
    apart: { type: "exponential", meanMs: mtbfMs },
    lasts: { type: "exponential", meanMs: mttrMs },
  }),
  contribute: (surface, scope) => {
    for (const replica of scope.replicas) surface.down(replica);
  },
} satisfies FaultDefinition;
