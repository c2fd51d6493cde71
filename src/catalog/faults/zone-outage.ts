import * as z from "zod";
import type { FaultDefinition } from "./define";

const params = z.strictObject({});

export const zoneOutage = {
  id: "zone-outage",
  title: "Zone outage",
  group: "stop",
  targets: ["boundary"],
  params,
  docs: { summary: "Every node inside crashes, and every link across the border is cut.", models: [], ignores: [], sources: [] },
  label: () => "outage",
  contribute: (surface, scope) => {
    for (const replica of scope.replicas) surface.down(replica);
    for (const link of scope.links) surface.cut(link, true, true);
  },
} satisfies FaultDefinition;
