import * as z from "zod";
import { quantity } from "../fields";
import type { FaultDefinition } from "./define";

const params = z.strictObject({
  ratio: quantity({ title: "Share lost", default: 0.1, min: 0, max: 1 }),
});

export const linkLoss = {
  id: "link-loss",
  title: "Packet loss",
  group: "network",
  targets: ["link", "boundary"],
  params,
  docs: { summary: "A share of messages is lost on top of the link's own loss.", models: [], ignores: [], sources: [] },
  label: (p: z.infer<typeof params>) => `${Math.round(p.ratio * 100)}% loss`,
  contribute: (surface, scope, p: z.infer<typeof params>) => {
    for (const link of scope.links) surface.lose(link, p.ratio);
  },
} satisfies FaultDefinition;
