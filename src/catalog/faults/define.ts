import type * as z from "zod";
import type { FaultScope, FaultSurface } from "../../engine/plan";
import type { EntryDocs } from "../define";
import type { Distribution } from "../distributions/registry";

/** What a fault can be aimed at. `node` faults may name replicas. */
export type TargetType = "node" | "link" | "boundary" | "all";

export interface FaultCycleConfig {
  readonly apart: Distribution;
  readonly lasts: Distribution;
}

export interface FaultDefinition {
  readonly id: string;
  readonly title: string;
  /** "operate" is what operators do on purpose: for drills, and not offered as something to break. */
  readonly group: "stop" | "slow" | "wrong" | "network" | "load" | "data" | "operate";
  readonly targets: readonly TargetType[];
  /** Kinds a node target may have; absent means any kind that receives calls. */
  readonly aimsAt?: "receivers" | "sources";
  /** A named condition that it raises (`FaultSurface.raise`); then it can be aimed at the kinds that heed it alone. */
  readonly condition?: string;
  /** Of the replicas it is aimed at it hits those that lead when it starts. */
  readonly onLeaders?: boolean;
  /** On a link it can hit the requests alone, or the replies. */
  readonly directed?: boolean;
  /** It cannot be aimed at single replicas. */
  readonly wholeNode?: boolean;
  /** It happens at its start, and how long it lasts means nothing. */
  readonly momentary?: boolean;
  /** It acts in full from its start, however much it is aimed at: a ramp would mean nothing. */
  atOnce?(params: never): boolean;
  /** It sets the number of its target's replicas: to so many. */
  resizesTo?(params: never): number;
  /** Magnitude fields; an empty object where the fault has none. */
  readonly params: z.ZodObject;
  readonly docs: EntryDocs;
  /** It comes and goes by itself on each replica: how long apart, and how long each time. */
  cycle?(params: never): FaultCycleConfig;
  /** The magnitudes at a part of the ramp, 0..1. Without it a ramp breaks ever more of the target instead. */
  scaled?(params: never, strength: number): object;
  /** One line for timelines, e.g. "slow x3". */
  label(params: never): string;
  /** Adds this fault's share to conditions that are neutral; called anew after every change. */
  contribute(surface: FaultSurface, scope: FaultScope, params: never): void;
}
