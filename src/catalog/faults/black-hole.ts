import * as z from "zod";
import type { FaultDefinition } from "./define";

const params = z.strictObject({});

export const blackHole = {
  id: "black-hole",
  title: "Black hole",
  group: "network",
  targets: ["node"],
  aimsAt: "receivers",
  wholeNode: true,
  params,
  docs: {
    summary: "Every packet to and from the node vanishes: nothing is refused, callers only time out.",
    models: ["All of the node's links, both ways; TCP sends again until it gives up"],
    ignores: [],
    sources: ["Gremlin docs, Blackhole", "tcp(7), tcp_retries2"],
  },
  label: () => "black hole",
  contribute: (surface, scope) => {
    for (const way of scope.ways) surface.cut(way);
  },
} satisfies FaultDefinition;
