import type * as z from "zod";
import type { PlanProtocol } from "../../engine/plan";
import type { EntryDefinition } from "../define";

/** What two nodes speak over a link: one choice, with fields of its own. */
export interface ProtocolDefinition<S extends z.ZodObject> extends EntryDefinition {
  /** A few letters for the link's label on the canvas. */
  readonly label: string;
  readonly schema: S;
  /** What the network has to honour. */
  plan(config: z.infer<S>): PlanProtocol;
}

export function defineProtocol<S extends z.ZodObject>(definition: ProtocolDefinition<S>): ProtocolDefinition<S> {
  return definition;
}
