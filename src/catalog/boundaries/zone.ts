import { type BoundaryDefinition, boundaryConfig } from "./define";

export const zone = {
  id: "zone",
  title: "Zone",
  icon: ["M4 4h16v16H4z"],
  config: boundaryConfig(0.5),
  docs: {
    summary: "A place whose nodes fail together.",
    models: ["Latency across its border", "An outage hits every node inside"],
    ignores: ["Replicas of one node spread over zones: draw a node in each"],
    sources: ["AWS Fault Isolation Boundaries, Availability Zones"],
  },
} as const satisfies BoundaryDefinition;
