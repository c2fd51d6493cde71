import type * as z from "zod";
import type { FaultScope, FaultSurface } from "../../engine/plan";
import type { EntryDocs } from "../define";

/** What a fault can be aimed at. `node` faults may name replicas. */
export type TargetType = "node" | "link" | "boundary" | "all";

export interface FaultDefinition {
  readonly id: string;
  readonly title: string;
  readonly group: "stop" | "slow" | "wrong" | "network" | "load" | "data";
  readonly targets: readonly TargetType[];
  /** Kinds a node target may have; absent means any kind that receives calls. */
  readonly aimsAt?: "receivers" | "sources";
  /** A named condition that it raises (`FaultSurface.raise`); then it can be aimed at the kinds that heed it alone. */
  readonly condition?: string;
  /** Of the replicas it is aimed at it hits those that lead when it starts. */
  readonly onLeaders?: boolean;
  /** It happens at its start, and how long it lasts means nothing. */
  readonly momentary?: boolean;
  /** Magnitude fields; an empty object where the fault has none. */
  readonly params: z.ZodObject;
  readonly docs: EntryDocs;
  /** One line for timelines, e.g. "slow x3". */
  label(params: never): string;
  /** Adds this fault's share to conditions that are neutral; called anew after every change. */
  contribute(surface: FaultSurface, scope: FaultScope, params: never): void;
}
