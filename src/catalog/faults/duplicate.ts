import * as z from "zod";
import { quantity } from "../fields";
import type { FaultDefinition } from "./define";

const params = z.strictObject({
  ratio: quantity({ title: "Share doubled", default: 0.3, min: 0, max: 1 }),
});
type Params = z.infer<typeof params>;

export const duplicate = {
  id: "duplicate",
  title: "Duplicated packets",
  group: "network",
  targets: ["link", "boundary", "all"],
  params,
  docs: {
    summary: "A share of datagrams arrives twice; TCP throws the second one away.",
    models: ["On UDP the callee does the work twice, and nobody waits for the second answer"],
    ignores: [],
    sources: ["tc-netem(8), duplicate", "RFC 768"],
  },
  label: ({ ratio }: Params) => `${Math.round(ratio * 100)}% doubled`,
  scaled: ({ ratio }: Params, strength: number) => ({ ratio: ratio * strength }),
  contribute: (surface, scope, { ratio }: Params) => {
    for (const way of scope.ways) surface.duplicate(way, ratio);
  },
} satisfies FaultDefinition;
