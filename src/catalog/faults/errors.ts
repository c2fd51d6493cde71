import * as z from "zod";
import { quantity } from "../fields";
import type { FaultDefinition } from "./define";

const params = z.strictObject({
  ratio: quantity({ title: "Share of errors", default: 0.3, min: 0, max: 1 }),
});

export const errors = {
  id: "errors",
  title: "Errors",
  group: "wrong",
  targets: ["node", "boundary"],
  aimsAt: "receivers",
  params,
  docs: { summary: "A share of requests is worked on and then answered with an error.", models: [], ignores: [], sources: [] },
  label: (p: z.infer<typeof params>) => `${Math.round(p.ratio * 100)}% errors`,
  contribute: (surface, scope, p: z.infer<typeof params>) => {
    for (const replica of scope.replicas) surface.errors(replica, p.ratio);
  },
} satisfies FaultDefinition;
