import * as z from "zod";
import { quantity } from "../fields";
import type { FaultDefinition } from "./define";

const params = z.strictObject({
  ratio: quantity({ title: "Share of messages", default: 0.01, min: 0, max: 1 }),
});

export const poisonMessage = {
  id: "poison-message",
  title: "Poison messages",
  group: "wrong",
  targets: ["node"],
  condition: "poison-message",
  params,
  docs: {
    summary: "A share of the messages published meanwhile makes every consumer fail, however often they are delivered.",
    models: ["They stay poison after the fault has ended"],
    ignores: [],
    sources: ["RabbitMQ docs, Quorum Queues, Poison Message Handling"],
  },
  label: (p: z.infer<typeof params>) => `${Math.round(p.ratio * 100)}% poison`,
  scaled: ({ ratio }: z.infer<typeof params>, strength: number) => ({ ratio: ratio * strength }),
  contribute: (surface, scope, p: z.infer<typeof params>) => {
    for (const replica of scope.replicas) surface.raise("replicas", "poison-message", replica, p.ratio);
  },
} satisfies FaultDefinition;
