import * as z from "zod";
import type { FaultDefinition } from "./define";

const params = z.strictObject({});

export const zoneOutage = {
  id: "zone-outage",
  title: "Zone outage",
  group: "stop",
  targets: ["boundary"],
  params,
  docs: { summary: "Every replica inside crashes, and nothing gets across the border.", models: [], ignores: [], sources: [] },
  label: () => "outage",
  contribute: (surface, scope) => {
    for (const replica of scope.replicas) surface.down(replica);
    for (const way of scope.ways) surface.cut(way);
  },
} satisfies FaultDefinition;
