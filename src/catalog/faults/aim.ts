import type { KindDefinition } from "../define";
import type { FaultDefinition } from "./define";

/** Whether the fault can be aimed at a node of this kind. */
export function canAim(fault: FaultDefinition, kind: KindDefinition): boolean {
  if (fault.condition !== undefined) return kind.heeds?.includes(fault.condition) === true;
  return kind.ports.incoming === (fault.aimsAt !== "sources");
}
