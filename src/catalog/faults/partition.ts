import * as z from "zod";
import { choice } from "../fields";
import type { FaultDefinition } from "./define";

const params = z.strictObject({
  direction: choice({ title: "Direction", options: { both: "Both ways", forward: "Requests only", backward: "Replies only" }, default: "both" }),
});

export const partition = {
  id: "partition",
  title: "Partition",
  group: "network",
  targets: ["link", "boundary"],
  params,
  docs: { summary: "Nothing gets through: a black hole, noticed only by timeouts. On a boundary: every link that crosses it.", models: [], ignores: [], sources: [] },
  label: () => "cut off",
  contribute: (surface, scope, p: z.infer<typeof params>) => {
    for (const link of scope.links) surface.cut(link, p.direction !== "backward", p.direction !== "forward");
  },
} satisfies FaultDefinition;
