import { type BoundaryDefinition, boundaryConfig } from "./define";

export const region = {
  id: "region",
  title: "Region",
  icon: ["M3 3h18v18H3z", "M8 8h8v8H8z"],
  config: boundaryConfig(35),
  docs: {
    summary: "A part of the world: zones close together, far from the next region.",
    models: ["Latency across its border, as between two coasts of a continent, and inside", "An outage hits every zone and node inside"],
    simplifies: ["One latency to everywhere else; where two borders are crossed, the larger counts"],
    ignores: ["Distances between single regions: give their links the latency"],
    sources: ["AWS Fault Isolation Boundaries, Regions"],
  },
} as const satisfies BoundaryDefinition;
