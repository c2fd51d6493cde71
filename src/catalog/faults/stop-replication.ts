import * as z from "zod";
import type { FaultDefinition } from "./define";

const params = z.strictObject({});

export const stopReplication = {
  id: "stop-replication",
  title: "Stop replication",
  group: "data",
  targets: ["node"],
  condition: "replication",
  params,
  docs: {
    summary: "Standbys get nothing from their leader, and are not connected to it.",
    models: ["What is on its way is lost; when it ends they catch up at once"],
    ignores: [],
    sources: ["PostgreSQL docs, 27.2 Log-Shipping Standby Servers", "Apache Kafka documentation, replica.lag.time.max.ms"],
  },
  label: () => "replication stopped",
  contribute: (surface, scope) => {
    for (const replica of scope.replicas) surface.raise("replicas", "replication", replica, 1);
  },
} satisfies FaultDefinition;
