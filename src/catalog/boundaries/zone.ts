import { type BoundaryDefinition, boundaryConfig } from "./define";

export const zone = {
  id: "zone",
  title: "Zone",
  icon: ["M4 4h16v16H4z"],
  config: boundaryConfig(0.5),
  docs: {
    summary: "A place whose nodes fail together.",
    models: [
      "Latency across its border, and inside",
      "An outage hits every node inside",
      "Replicas of one node spread over several zones: each is called, and fails, where it lies",
    ],
    simplifies: ["What replicas of one node say to one another takes the time that their node sets, wherever they lie"],
    ignores: ["Callers without a balancer prefer no zone, except to read from a database"],
    sources: ["AWS Fault Isolation Boundaries, Availability Zones"],
  },
} as const satisfies BoundaryDefinition;
