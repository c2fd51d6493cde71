import type * as z from "zod";
import type { SimulatePolicy } from "../../engine/plan";
import type { Behaved } from "../behaviours";
import type { EntryDefinition, FigureDeclaration } from "../define";

/** What a policy's check may look at: the link that carries it, and the other links of its caller. */
export interface PolicyPlace {
  readonly policies: Readonly<Record<string, unknown>>;
  /** Ids of the caller's other outgoing links. */
  readonly siblings: readonly string[];
}

/** Something that the schema cannot see. */
export interface PolicyProblem {
  readonly severity: "error" | "warning";
  readonly message: string;
  readonly remedy: string;
}

/** What a caller does about slow and failing answers on a link, as the document and the forms see it. */
export interface PolicyDefinition extends EntryDefinition, Behaved<SimulatePolicy> {
  readonly schema: z.ZodType;
  /** What it counts on each link that carries it, over the run. */
  readonly figures?: readonly FigureDeclaration[];
  /**
   * The same settings where links have other ids: of a policy that names links. `null` where one has no id any more, the
   * very same object where nothing changes.
   */
  relinked?(config: never, idOf: (link: string) => string | undefined): object | null;
  problems?(config: never, place: PolicyPlace): readonly PolicyProblem[];
}
