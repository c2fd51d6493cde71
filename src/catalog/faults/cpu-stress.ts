import * as z from "zod";
import { quantity } from "../fields";
import type { FaultDefinition } from "./define";

const params = z.strictObject({
  ratio: quantity({
    title: "Capacity taken",
    default: 0.5,
    min: 0,
    max: 1,
    help: "At least one slot stays, or a hundredth of shared cores.",
  }),
});
type Params = z.infer<typeof params>;

export const cpuStress = {
  id: "cpu-stress",
  title: "CPU stress",
  group: "slow",
  targets: ["node", "boundary", "all"],
  condition: "cpu-stress",
  params,
  docs: {
    summary: "A noisy neighbour takes a share of the slots, or of shared cores: as long as few are needed nobody notices.",
    models: [
      "Slots x (1 - share), rounded down, at least one; work under way goes on",
      "Cores x (1 - share) where requests share them; work under way goes on at the new pace",
    ],
    ignores: [],
    sources: ["stress-ng(1), --cpu", "Chaos Mesh docs, StressChaos"],
  },
  label: ({ ratio }: Params) => `${Math.round(ratio * 100)}% of CPU taken`,
  scaled: ({ ratio }: Params, strength: number) => ({ ratio: ratio * strength }),
  contribute: (surface, scope, { ratio }: Params) => {
    for (const replica of scope.replicas) surface.raise("replicas", "cpu-stress", replica, ratio);
  },
} satisfies FaultDefinition;
