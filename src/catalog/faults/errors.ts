import * as z from "zod";
import { quantity } from "../fields";
import type { FaultDefinition } from "./define";

const params = z.strictObject({
  ratio: quantity({ title: "Share of errors", default: 0.3, min: 0, max: 1 }),
});
type Params = z.infer<typeof params>;

export const errors = {
  id: "errors",
  title: "Errors",
  group: "wrong",
  targets: ["node", "boundary", "all"],
  aimsAt: "receivers",
  params,
  docs: {
    summary: "A share of requests is worked on and then answered with an error.",
    models: ["Which requests fail is drawn for each, after its work"],
    ignores: [],
    sources: ["Envoy docs, Fault Injection, abort"],
  },
  label: ({ ratio }: Params) => `${Math.round(ratio * 100)}% errors`,
  scaled: ({ ratio }: Params, strength: number) => ({ ratio: ratio * strength }),
  contribute: (surface, scope, { ratio }: Params) => {
    for (const replica of scope.replicas) surface.errors(replica, ratio);
  },
} satisfies FaultDefinition;
