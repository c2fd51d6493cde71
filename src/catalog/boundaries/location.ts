import { type BoundaryDefinition, boundaryConfig } from "./define";

export const location = {
  id: "location",
  title: "Location",
  icon: ["M12 21c5-5.5 7-8.7 7-11.5A7 7 0 0 0 5 9.5C5 12.3 7 15.5 12 21Z", "M12 12a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z"],
  config: boundaryConfig(10),
  docs: {
    summary: "A site: an office, a data centre, a place where conferencing nodes stand.",
    models: ["Latency across its border, and inside", "An outage hits every node inside"],
    ignores: ["The site's own network"],
    sources: ["Pexip Infinity docs, About system locations"],
  },
} as const satisfies BoundaryDefinition;
