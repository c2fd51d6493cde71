import * as z from "zod";
import { quantity } from "../fields";

export const zoneConfig = z.strictObject({
  crossLatencyMs: quantity({
    title: "Latency across the border",
    unit: "ms",
    default: 0.5,
    min: 0,
    max: 10_000,
    live: true,
    help: "Added one way to every link that crosses this border; where several are crossed, the largest counts.",
  }),
});

export const zone = {
  id: "zone",
  title: "Zone",
  icon: ["M4 4h16v16H4z"],
  config: zoneConfig,
  docs: {
    summary: "A place whose nodes fail together.",
    models: ["Latency across its border", "An outage hits every node inside"],
    ignores: ["Replicas of one node spread over zones"],
    sources: ["AWS Fault Isolation Boundaries, Availability Zones"],
  },
} as const;
