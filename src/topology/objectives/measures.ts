/** What a limit is written in: a time (300ms), a share (1%), a rate (90/s) or a plain number; "either" is one of time and number. */
export type LimitUnit = "time" | "share" | "rate" | "count" | "either";

/** Whom a measure is of: nobody in particular, an operation or a node if one is named, or a node always. */
export type TargetRule = "none" | "any" | "node" | "some node";

export interface Measure {
  readonly id: string;
  readonly unit: LimitUnit;
  readonly target: TargetRule;
  /** It can be read over a moving window; the others are known only at the end of what is probed. */
  readonly moves: boolean;
  /** For forms and messages: one line. */
  readonly help: string;
}

/** Percentiles that can be asked for, by their share. */
export const PERCENTILES = { p50: 0.5, p75: 0.75, p90: 0.9, p95: 0.95, p99: 0.99, p999: 0.999, p9999: 0.9999 } as const;

const latency = (id: string, help: string) => ({ id, unit: "time", target: "any", moves: true, help }) as const;

/** Every form of objective, one line each. */
export const measures = [
  ...Object.entries(PERCENTILES).map(([id, share]) => latency(id, `${100 * share} % of the answers come at least this fast.`)),
  latency("mean", "Mean latency of the answers."),
  latency("max", "The slowest answer."),
  { id: "errors", unit: "share", target: "any", moves: true, help: "Failed requests, of those that ended." },
  { id: "availability", unit: "share", target: "any", moves: true, help: "Answered requests, of those that ended." },
  { id: "throughput", unit: "rate", target: "any", moves: true, help: "Answered requests." },
  { id: "goodput", unit: "rate", target: "any", moves: true, help: "Requests answered within their deadline." },
  { id: "utilisation", unit: "share", target: "node", moves: true, help: "Busy slots, of those that are up." },
  { id: "queue.depth", unit: "count", target: "node", moves: true, help: "Most that wait, read once a window." },
  { id: "queue.age", unit: "time", target: "node", moves: true, help: "Longest that the oldest has waited, read once a window." },
  { id: "lag", unit: "either", target: "node", moves: true, help: "Most that readers or standbys lag behind, read once a window." },
  { id: "rpo", unit: "count", target: "some node", moves: false, help: "Acknowledged writes or messages that are lost." },
  { id: "rto", unit: "time", target: "some node", moves: false, help: "Longest from a leader's death to the next accepted write." },
  { id: "recovery", unit: "time", target: "none", moves: false, help: "From the method's end until the hypothesis holds again, for good." },
] as const satisfies readonly Measure[];

const byId = new Map<string, Measure>(measures.map((measure) => [measure.id, measure]));

export function measureOf(id: string): Measure | undefined {
  return byId.get(id);
}

/** A measure's first word, as it stands before the bracket, and its parts, which follow it. */
export const FIRST_WORDS = [...new Set(measures.map(({ id }) => id.split(".")[0]))];
export function partsOf(word: string): string[] {
  return measures.flatMap(({ id }) => (id.startsWith(`${word}.`) ? [id.slice(word.length + 1)] : []));
}
