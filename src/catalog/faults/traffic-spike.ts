import * as z from "zod";
import { quantity } from "../fields";
import type { FaultDefinition } from "./define";

const params = z.strictObject({
  factor: quantity({ title: "Traffic times", default: 3, min: 0, max: 1000 }),
});
type Params = z.infer<typeof params>;

export const trafficSpike = {
  id: "traffic-spike",
  title: "Traffic spike",
  group: "load",
  targets: ["node", "all"],
  aimsAt: "sources",
  params,
  docs: {
    summary: "Open-loop clients send at a multiple of their rate; closed-loop users think for less time.",
    models: [
      "The arrivals of an open loop come faster by the factor, from what is left of the present gap on",
      "Think times of a closed loop divided by the factor",
      "Recorded arrivals played faster",
    ],
    ignores: [],
    sources: ["Google SRE Book, chapter 22, Addressing Cascading Failures"],
  },
  label: ({ factor }: Params) => `traffic \u00d7${factor}`,
  scaled: ({ factor }: Params, strength: number) => ({ factor: 1 + (factor - 1) * strength }),
  contribute: (surface, scope, { factor }: Params) => {
    for (const node of scope.nodes) surface.traffic(node, factor);
  },
} satisfies FaultDefinition;
