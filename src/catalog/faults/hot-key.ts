import * as z from "zod";
import { quantity } from "../fields";
import type { FaultDefinition } from "./define";

const params = z.strictObject({
  ratio: quantity({ title: "Share to one key", default: 0.5, min: 0, max: 1 }),
});
type Params = z.infer<typeof params>;

export const hotKey = {
  id: "hot-key",
  title: "Hot key",
  group: "load",
  targets: ["node", "all"],
  aimsAt: "sources",
  condition: "hot-key",
  params,
  docs: {
    summary: "A share of requests asks for one and the same key, on top of the usual spread.",
    models: ["The first key of each operation"],
    ignores: [],
    sources: ["DynamoDB docs, Designing partition keys"],
  },
  label: ({ ratio }: Params) => `${Math.round(ratio * 100)}% to one key`,
  scaled: ({ ratio }: Params, strength: number) => ({ ratio: ratio * strength }),
  contribute: (surface, scope, { ratio }: Params) => {
    for (const node of scope.nodes) surface.raise("nodes", "hot-key", node, ratio);
  },
} satisfies FaultDefinition;
