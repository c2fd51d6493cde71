import * as z from "zod";
import { quantity } from "../fields";
import type { FaultDefinition } from "./define";

const params = z.strictObject({
  ratio: quantity({ title: "Share lost", default: 0.1, min: 0, max: 1 }),
});
type Params = z.infer<typeof params>;

export const linkLoss = {
  id: "link-loss",
  title: "Packet loss",
  group: "network",
  targets: ["link", "boundary", "all"],
  directed: true,
  params,
  docs: {
    summary: "A share of messages is lost on top of the link's own loss.",
    models: ["TCP sends again after 200 ms, doubling; a lost datagram is gone for good"],
    ignores: [],
    sources: ["RFC 6298", "tc-netem(8), loss"],
  },
  label: ({ ratio }: Params) => `${Math.round(ratio * 100)}% loss`,
  scaled: ({ ratio }: Params, strength: number) => ({ ratio: ratio * strength }),
  contribute: (surface, scope, { ratio }: Params) => {
    for (const way of scope.ways) surface.lose(way, ratio);
  },
} satisfies FaultDefinition;
