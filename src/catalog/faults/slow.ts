import * as z from "zod";
import { quantity } from "../fields";
import type { FaultDefinition } from "./define";

const params = z.strictObject({
  factor: quantity({ title: "Service time times", default: 3, min: 1, max: 1000 }),
});

export const slow = {
  id: "slow",
  title: "Slow",
  group: "slow",
  targets: ["node", "boundary"],
  aimsAt: "receivers",
  params,
  docs: { summary: "Work that starts during the fault takes longer by a factor.", models: [], ignores: [], sources: [] },
  label: (p: z.infer<typeof params>) => `slow \u00d7${p.factor}`,
  contribute: (surface, scope, p: z.infer<typeof params>) => {
    for (const replica of scope.replicas) surface.slow(replica, p.factor);
  },
} satisfies FaultDefinition;
