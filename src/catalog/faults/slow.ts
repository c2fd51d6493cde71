import * as z from "zod";
import { quantity } from "../fields";
import type { FaultDefinition } from "./define";

const params = z.strictObject({
  factor: quantity({ title: "Service time times", default: 3, min: 1, max: 1000 }),
});
type Params = z.infer<typeof params>;

export const slow = {
  id: "slow",
  title: "Slow",
  group: "slow",
  targets: ["node", "boundary", "all"],
  aimsAt: "receivers",
  params,
  docs: {
    summary: "Work that starts during the fault takes longer by a factor.",
    models: [
      "In slots work keeps the pace that it began with; work that shares cores feels the change at once",
      "Several at once multiply",
    ],
    ignores: [],
    sources: ["T. Do et al., Limplock: Understanding the Impact of Limpware on Scale-Out Cloud Systems, SoCC 2013"],
  },
  label: ({ factor }: Params) => `slow \u00d7${factor}`,
  scaled: ({ factor }: Params, strength: number) => ({ factor: 1 + (factor - 1) * strength }),
  contribute: (surface, scope, { factor }: Params) => {
    for (const replica of scope.replicas) surface.slow(replica, factor);
  },
} satisfies FaultDefinition;
