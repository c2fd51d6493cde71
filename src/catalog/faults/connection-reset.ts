import * as z from "zod";
import { quantity } from "../fields";
import type { FaultDefinition } from "./define";

const params = z.strictObject({
  ratio: quantity({ title: "Share reset", default: 0.3, min: 0, max: 1 }),
});
type Params = z.infer<typeof params>;

export const connectionReset = {
  id: "connection-reset",
  title: "Connection resets",
  group: "wrong",
  targets: ["link", "boundary", "all"],
  directed: true,
  params,
  docs: {
    summary: "A share of messages meets a connection that is reset: the caller learns of it at once.",
    models: ["A request that is reset never reaches the callee; an answer that is reset was worked for in vain"],
    ignores: [],
    sources: ["Toxiproxy, reset_peer", "RFC 9293, 3.10.7"],
  },
  label: ({ ratio }: Params) => `${Math.round(ratio * 100)}% reset`,
  scaled: ({ ratio }: Params, strength: number) => ({ ratio: ratio * strength }),
  contribute: (surface, scope, { ratio }: Params) => {
    for (const way of scope.ways) surface.reset(way, ratio);
  },
} satisfies FaultDefinition;
