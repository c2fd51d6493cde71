import * as z from "zod";
import { quantity } from "../fields";
import type { FaultDefinition } from "./define";

const params = z.strictObject({
  factor: quantity({ title: "Work times", default: 5, min: 1, max: 1000 }),
});

export const slowDisk = {
  id: "slow-disk",
  title: "Slow disk",
  group: "data",
  targets: ["node"],
  condition: "slow-disk",
  params,
  docs: {
    summary: "Work on the disk that starts during the fault takes longer by a factor.",
    models: ["Reads and writes of databases and quorum stores; several at once add up"],
    ignores: ["What is served from memory is slowed as well"],
    sources: [
      "T. Do et al., Limplock: Understanding the Impact of Limpware on Scale-Out Cloud Systems, SoCC 2013",
      "Chaos Mesh docs, IOChaos, latency",
    ],
  },
  label: (p: z.infer<typeof params>) => `slow disk \u00d7${p.factor}`,
  scaled: ({ factor }: z.infer<typeof params>, strength: number) => ({ factor: 1 + (factor - 1) * strength }),
  contribute: (surface, scope, p: z.infer<typeof params>) => {
    // Columns add up, and 0 is as usual.
    for (const replica of scope.replicas) surface.raise("replicas", "slow-disk", replica, p.factor - 1);
  },
} satisfies FaultDefinition;
