import type { DrillReport } from "./drill/report";

/**
 * What leaves the simulation for the eye. All numbers, no strings: ids are resolved through the layout, which is
 * fixed at compile.
 *
 * Units: rates per simulated second, latencies in ms, `utilisationRatio` 0..1 (time average over the last
 * window), `queued` and `inFlight` requests (instantaneous), gauges as their kind declares.
 */
export const NODE_COLUMNS = [
  "arrivalsPerSecond",
  "okPerSecond",
  "failedPerSecond",
  "utilisationRatio",
  "queued",
  "inFlight",
  "p50Ms",
  "p95Ms",
  "p99Ms",
  "gauge0",
  "gauge1",
  "gauge2",
  "gauge3",
  "gauge4",
  "gauge5",
  "gauge6",
  "gauge7",
] as const;

/** Columns for what only one kind measures. */
export const GAUGES = NODE_COLUMNS.filter((column) => column.startsWith("gauge")).length;

/**
 * `state` is a LinkState; `inFlight` counts calls awaiting their answer [calls]. Connections are those open now, those
 * set up [per second], and calls that wait for one [calls]; NaN where the protocol does without.
 */
export const LINK_COLUMNS = [
  "callsPerSecond",
  "failuresPerSecond",
  "retriesPerSecond",
  "inFlight",
  "p50Ms",
  "p99Ms",
  "state",
  "connections",
  "connectionsPerSecond",
  "awaitingConnection",
] as const;

export const LINK_STATES = ["idle", "breaker half-open", "breaker open", "cut", "impaired"] as const;

/** Values of `Frame.replicas`. */
export const REPLICA_STATES = ["up", "degraded", "paused", "down", "booting", "draining", "absent"] as const;
export type ReplicaState = (typeof REPLICA_STATES)[number];

/** Columns of one closed window, before the per-node columns (`WINDOW_NODE_COLUMNS` for each node, in order). */
export const WINDOW_COLUMNS = [
  "startMs",
  "endMs",
  "issued",
  "ok",
  /** Ok within the operation's deadline. */
  "good",
  "failed",
  "inFlight",
  "meanMs",
  "p50Ms",
  "p90Ms",
  "p95Ms",
  "p99Ms",
  "maxMs",
] as const;
export const WINDOW_NODE_COLUMNS = ["arrivals", "ok", "failed", "utilisationRatio", "queued", "p99Ms"] as const;

/** Columns of one hop. `code` is an index into HOP_CODES. A lost message has arriveMs NaN. */
export const HOP_COLUMNS = ["link", "departMs", "arriveMs", "code"] as const;
export const HOP_CODES = ["request", "reply", "error", "message"] as const;
export type HopCode = (typeof HOP_CODES)[number];

/** Names for the integers in frames; sent once per compiled plan. */
export interface FrameLayout {
  readonly nodeIds: readonly string[];
  readonly linkIds: readonly string[];
  readonly faultIds: readonly string[];
  /** First row of each node in `Frame.replicas`, plus one last entry: the total. */
  readonly replicaBase: readonly number[];
  /** First entry of each node in `Frame.parts`, plus one last entry: the total. */
  readonly partBase: readonly number[];
  /** First entry of each node in `Frame.figures`, plus one last entry: the total. */
  readonly figureBase: readonly number[];
  /** First entry of each link's policies in `Frame.figures`, plus one last entry: the total. */
  readonly policyFigureBase: readonly number[];
  /** Failure reasons, in the order in which each window lists their counts after the node columns. */
  readonly reasons: readonly string[];
  readonly windowMs: number;
  readonly durationMs: number;
  /** Floats per window: WINDOW_COLUMNS + nodes x WINDOW_NODE_COLUMNS + reasons. */
  readonly windowStride: number;
}

export interface Frame {
  readonly nowMs: number;
  /** The drill that is played, as judged so far; absent without one, and while no window has closed since the last frame. */
  readonly drill?: DrillReport;
  readonly events: number;
  readonly issued: number;
  readonly ok: number;
  readonly failed: number;
  readonly inFlight: number;
  /** Hash of the outcome so far, 16 hex digits. */
  readonly runHash: string;
  /** Windows closed since the last frame, `windowStride` floats each. */
  readonly windows: Float64Array;
  /** nodes x NODE_COLUMNS, row-major. */
  readonly nodes: Float32Array;
  /** links x LINK_COLUMNS, row-major. */
  readonly links: Float32Array;
  /**
   * Each node's figures over the run so far, as its kind declares them, then each link's, as its policies do; NaN where
   * there was nothing to measure.
   */
  readonly figures: Float64Array;
  /** What the parts of each node show at present, as its kind declares: a log's lag per partition [records]. */
  readonly parts: Float32Array;
  /** A ReplicaState index per replica. */
  readonly replicas: Uint8Array;
  /** 1 where the fault with that index in `faultIds` is active. */
  readonly activeFaults: Uint8Array;
  /** A true sample of whole requests' hops since the last frame, HOP_COLUMNS floats each. */
  readonly hops: Float64Array;
  /** One request in this many is in `hops`. */
  readonly hopsOneIn: number;
}
