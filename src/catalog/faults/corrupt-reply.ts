import * as z from "zod";
import { quantity } from "../fields";
import type { FaultDefinition } from "./define";

const params = z.strictObject({
  ratio: quantity({ title: "Share corrupt", default: 0.3, min: 0, max: 1 }),
});
type Params = z.infer<typeof params>;

export const corruptReply = {
  id: "corrupt-reply",
  title: "Corrupt replies",
  group: "wrong",
  targets: ["link", "boundary", "all"],
  params,
  docs: {
    summary: "A share of answers cannot be read: the callee counts a success, its caller an error.",
    models: ["The callee has done the work and knows of nothing"],
    ignores: [],
    sources: ["tc-netem(8), corrupt"],
  },
  label: ({ ratio }: Params) => `${Math.round(ratio * 100)}% corrupt`,
  scaled: ({ ratio }: Params, strength: number) => ({ ratio: ratio * strength }),
  contribute: (surface, scope, { ratio }: Params) => {
    for (const way of scope.ways) surface.corrupt(way, ratio);
  },
} satisfies FaultDefinition;
