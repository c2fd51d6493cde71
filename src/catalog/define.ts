import type * as z from "zod";
import type { SimulateKind } from "../engine/plan";

/** What an entry says of itself; shown beside it in the app and collected in the docs. */
export interface EntryDocs {
  /** One sentence. */
  readonly summary: string;
  readonly models: readonly string[];
  /** What is there, but coarser than in the real thing. */
  readonly simplifies?: readonly string[];
  readonly ignores: readonly string[];
  /** Names and addresses of the documents whose behaviour is modelled. */
  readonly sources: readonly string[];
}

export type Family = "traffic" | "network" | "compute" | "data" | "messaging";

/** Columns of the node table in a frame; see `lab/frame.ts` for their units. */
export type NodeMetric =
  | "arrivalsPerSecond"
  | "okPerSecond"
  | "failedPerSecond"
  | "utilisationRatio"
  | "queued"
  | "inFlight"
  | "p50Ms"
  | "p95Ms"
  | "p99Ms"
  | "gauge0"
  | "gauge1"
  | "gauge2"
  | "gauge3"
  | "gauge4"
  | "gauge5"
  | "gauge6"
  | "gauge7";

export type ReadoutFormat = "ratio" | "count" | "ms" | "perSecond" | "countOf";

/** One figure on a node's face. `countOf` prints "4 of 6": metric of the metric named in `of`. */
export interface Readout {
  readonly label: string;
  readonly metric: NodeMetric;
  readonly format: ReadoutFormat;
  readonly of?: NodeMetric;
}

/** A figure of the moment that only this kind has, kept in gauge column 0..7 of the frame. */
export interface GaugeDeclaration {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  /** It is what an objective's measure asks of a node. */
  readonly measure?: "queue.age" | "lag";
}

/** A figure over the whole run that only this kind has, such as lost writes or the time a failover took. */
export interface FigureDeclaration {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  /** One sentence: what counts. */
  readonly help?: string;
  /** It is, or adds to, what an objective's measure asks of a node. */
  readonly measure?: "rpo" | "rto";
}

/** What may be connected to a kind, and what policies its outgoing links can carry. */
export interface Ports {
  /** It can receive calls. */
  readonly incoming: boolean;
  /** It can call others; `one` means at most one outgoing link has a meaning. */
  readonly outgoing: "none" | "one" | "many";
  /** Its outgoing links carry the caller's policies (timeout, retry, breaker). */
  readonly callerPolicies: boolean;
}

/** Properties of links that only some callers heed. */
export const CALLER_LINK_FIELDS = ["weight", "priorityLevel", "operations", "callRatio", "deadLetter"] as const;
export type CallerLinkField = (typeof CALLER_LINK_FIELDS)[number];

/** A kind as the document, the forms and the canvas see it: data, never pixels. */
export interface KindDefinition {
  readonly id: string;
  readonly title: string;
  readonly family: Family;
  /** Stroke paths on a 24 x 24 grid. */
  readonly icon: readonly string[];
  readonly docs: EntryDocs;
  readonly config: z.ZodObject;
  readonly ports: Ports;
  /** Those properties of its outgoing links, of the ones that only some callers heed, that this one does. */
  linkFields?(config: never): readonly CallerLinkField[];
  /** How many replicas a configuration has [replicas]; the canvas draws as many pips. */
  replicas(config: never): number;
  /** False when what it does by itself changes during a run of this length [ms], as traffic with a profile does. */
  steady?(config: never, durationMs: number): boolean;
  /** Of a kind that sends traffic: its requests per second, where that is set and never changes in a run of this length [ms]. */
  steadyRate?(config: never, durationMs: number): number | null;
  /** Of a kind that sends traffic: the configuration with recorded arrivals in place of its own. */
  withRecording?(config: never, recording: string): object;
  /** It has a place in every boundary, so that calls to it cross no border. */
  readonly everywhere?: boolean;
  /** Its replicas may lie in several zones, each a place of its own for calls and faults. */
  readonly spreads?: boolean;
  /** A word under the name on the node's face, e.g. the balancing algorithm. */
  subtitle?(config: never): string;
  readonly bar?: NodeMetric;
  /** In place of that one, a small bar for each of its parts: how many a configuration has, and what they show. */
  readonly parts?: { readonly title: string; count(config: never): number };
  readonly readouts: readonly [Readout, Readout];
  /** In place of the second figure, where a node is configured so that another says more. */
  otherReadout?(config: never): Readout | undefined;
  /**
   * Passes every callee that the configuration names (the id of a link that starts here, or of the node at its end)
   * through `map`, with its path in the configuration; null takes out what names it.
   */
  mapCallees?(config: never, map: (name: string, path: readonly (string | number)[]) => string | null): object;
  /** Named conditions, raised by faults, that change what it does, such as "disk-full". */
  readonly heeds?: readonly string[];
  readonly gauges: readonly GaugeDeclaration[];
  readonly figures?: readonly FigureDeclaration[];
  /** Its behaviour in a run. */
  readonly behaviour: () => Promise<SimulateKind>;
}

/** A policy, fault, workload, balancer or distribution as forms see it. */
export interface EntryDefinition {
  readonly id: string;
  readonly title: string;
  readonly docs: EntryDocs;
}
