import * as z from "zod";
import { quantity } from "../fields";
import type { FaultDefinition } from "./define";

const params = z.strictObject({
  factor: quantity({ title: "Traffic times", default: 3, min: 0, max: 1000 }),
});

export const trafficSpike = {
  id: "traffic-spike",
  title: "Traffic spike",
  group: "load",
  targets: ["node", "all"],
  aimsAt: "sources",
  params,
  docs: { summary: "Open-loop clients send at a multiple of their rate; closed-loop users think for less time.", models: [], ignores: [], sources: [] },
  label: (p: z.infer<typeof params>) => `traffic \u00d7${p.factor}`,
  contribute: (surface, scope, p: z.infer<typeof params>) => {
    for (const node of scope.nodes) surface.traffic(node, p.factor);
  },
} satisfies FaultDefinition;
