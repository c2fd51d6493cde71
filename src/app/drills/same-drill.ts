import type { Topology } from "../../topology/schema";
import { sameSimulation } from "../dock/same-simulation";

/** True when a drill would come to the same in both documents. */
export function isSameDrill(a: Topology, b: Topology, drillId: string): boolean {
  if (a === b) return true;
  const [one, other] = [a, b].map(({ drills }) => drills.find(({ id }) => id === drillId));
  return (
    sameSimulation(a, b) &&
    (one === other || JSON.stringify(one) === JSON.stringify(other)) &&
    a.objectives.join("\n") === b.objectives.join("\n")
  );
}
