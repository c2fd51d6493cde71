import * as z from "zod";
import { quantity } from "../fields";
import type { FaultDefinition } from "./define";

const params = z.strictObject({
  apartMs: quantity({ title: "Mean time between pauses", unit: "ms", default: 5000, min: 1, max: 86_400_000 }),
  pauseMs: quantity({ title: "Mean pause", unit: "ms", default: 200, min: 0.1, max: 600_000 }),
});
type Params = z.infer<typeof params>;

export const gcPauses = {
  id: "gc-pauses",
  title: "Collector pauses",
  group: "slow",
  targets: ["node", "boundary", "all"],
  aimsAt: "receivers",
  params,
  docs: {
    summary: "Each replica stops the world now and then: all its work stands still, connections stay open.",
    models: ["Pauses at random (exponential gaps), lognormal lengths with a coefficient of variation of 0.5"],
    ignores: ["Memory: pauses do not grow with the work in progress"],
    sources: ["J. Dean, L. Barroso, The Tail at Scale, CACM 2013"],
  },
  label: ({ apartMs, pauseMs }: Params) => `pauses of ${pauseMs} ms every ${apartMs / 1000} s`,
  cycle: ({ apartMs, pauseMs }: Params) => ({
    apart: { type: "exponential", meanMs: apartMs },
    lasts: { type: "lognormal", meanMs: pauseMs, cv: 0.5 },
  }),
  contribute: (surface, scope) => {
    for (const replica of scope.replicas) surface.pause(replica);
  },
} satisfies FaultDefinition;
