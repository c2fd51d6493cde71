import * as z from "zod";
import { quantity } from "../fields";
import type { FaultDefinition } from "./define";

const params = z.strictObject({
  addedMs: quantity({ title: "Added, one way", unit: "ms", default: 200, min: 0, max: 600_000 }),
  jitterMs: quantity({ title: "Jitter", unit: "ms", default: 0, min: 0, max: 600_000, help: "Up to this much more, evenly spread." }),
});

export const linkLatency = {
  id: "link-latency",
  title: "Added latency",
  group: "network",
  targets: ["link", "boundary", "all"],
  directed: true,
  params,
  docs: {
    summary: "Every message on the link takes longer. On a boundary: every link that crosses it.",
    models: ["Both directions, or one of them", "Jitter evenly on top, drawn for each message", "Several at once add up"],
    ignores: [],
    sources: ["tc-netem(8), delay", "Toxiproxy, latency"],
  },
  label: (p: z.infer<typeof params>) => `+${p.addedMs} ms`,
  scaled: (p: z.infer<typeof params>, strength: number) => ({
    addedMs: p.addedMs * strength,
    jitterMs: p.jitterMs * strength,
  }),
  contribute: (surface, scope, p: z.infer<typeof params>) => {
    for (const way of scope.ways) surface.addLatency(way, p.addedMs, p.jitterMs);
  },
} satisfies FaultDefinition;
