import * as z from "zod";
import { choice } from "../fields";
import type { FaultDefinition } from "./define";

const params = z.strictObject({
  direction: choice({
    title: "Direction",
    options: { both: "Both ways", forward: "Requests only", backward: "Replies only" },
    default: "both",
  }),
});

export const partition = {
  id: "partition",
  title: "Partition",
  group: "network",
  targets: ["link", "boundary"],
  params,
  docs: {
    summary: "Nothing gets through: a black hole, noticed only by timeouts. On a boundary: all that crosses its border.",
    models: [
      "Of a node spread over zones: replicas on either side; instances of databases, brokers and quorum stores lose one another, and the lock service is outside",
    ],
    ignores: [],
    sources: ["P. Bailis, K. Kingsbury, The Network is Reliable, ACM Queue 2014", "iptables(8), DROP; tcp(7), tcp_retries2"],
  },
  label: () => "cut off",
  contribute: (surface, scope, p: z.infer<typeof params>) => {
    for (const replica of scope.severed) surface.raise("replicas", "isolated", replica, 1);
    for (const way of scope.ways) if (p.direction === "both" || (way % 2 === 0) === (p.direction === "forward")) surface.cut(way);
  },
} satisfies FaultDefinition;
