import * as z from "zod";
import type { FaultDefinition } from "./define";

const params = z.strictObject({});

export const zoneOutage = {
  id: "zone-outage",
  title: "Zone outage",
  group: "stop",
  targets: ["boundary"],
  params,
  docs: {
    summary: "Every replica inside crashes, and nothing gets across the border.",
    models: ["Of a node spread over zones: the replicas inside alone", "Callers outside meet a black hole, not a refusal"],
    ignores: [],
    sources: [
      "AWS Fault Isolation Boundaries, Availability Zones",
      "AWS Fault Injection Service docs, AZ Availability: Power Interruption",
    ],
  },
  label: () => "outage",
  contribute: (surface, scope) => {
    for (const replica of scope.replicas) surface.down(replica);
    for (const way of scope.ways) surface.cut(way);
  },
} satisfies FaultDefinition;
