import * as z from "zod";
import { quantity } from "../fields";
import type { FaultDefinition } from "./define";

const params = z.strictObject({
  requests: quantity({ title: "Requests", default: 1000, min: 1, max: 1_000_000, integer: true }),
  withinMs: quantity({ title: "Within", unit: "ms", default: 100, min: 0, max: 600_000, help: "Evenly spread; 0 is all at once." }),
});
type Params = z.infer<typeof params>;

export const thunderingHerd = {
  id: "thundering-herd",
  title: "Thundering herd",
  group: "load",
  targets: ["node", "all"],
  aimsAt: "sources",
  condition: "herd",
  momentary: true,
  params,
  docs: {
    summary: "Everybody who has been waiting comes at once, as after an outage: so many requests on top of the usual.",
    models: ["From the fault's start, evenly spread; how long it lasts means nothing"],
    ignores: [],
    sources: ["Google SRE Book, chapter 22, Addressing Cascading Failures"],
  },
  label: ({ requests }: Params) => `${requests} at once`,
  contribute: (surface, scope, { requests, withinMs }: Params) => {
    for (const node of scope.nodes) {
      surface.raise("nodes", "herd", node, requests);
      surface.raise("nodes", "herd-ms", node, withinMs);
    }
  },
} satisfies FaultDefinition;
