import type { Problem } from "../base/problem";
import type { Result } from "../base/result";
import type { FaultEntry, Topology } from "../topology/schema";
import type { DrillReport } from "./drill/report";
import type { Frame, FrameLayout } from "./frame";
import type { RunResult } from "./result";

/** One run of one document, identical in a worker, in Node and in a test. */
export interface Session {
  readonly layout: FrameLayout;
  nowMs(): number;
  /** Events handled so far. */
  events(): number;
  /** Of these, the ones that waited in the event queue; the others took no simulated time. */
  scheduledEvents(): number;
  finished(): boolean;
  /**
   * Handles events up to and including `untilMs` (never past the document's duration), but at most `maxEvents`.
   * Returns true when `untilMs` was reached.
   */
  advance(untilMs: number, maxEvents: number): boolean;
  /** From here on keeps snapshots of up to so many bytes, one every simulated second while they fit. */
  keepSnapshots(budgetBytes: number): void;
  /** The earliest moment that `rewind` reaches [ms]; null without snapshots. */
  earliestMs(): number | null;
  /**
   * Goes back to a moment of the past [ms]: everything from there on happens as it did, unless faults have been added
   * or ended since. The next frame holds all windows again, from the first on.
   */
  rewind(toMs: number): void;
  /** Until a request ends or a window closes, whichever comes first. */
  step(): void;
  /** Everything since the last frame; `hops` holds a sample of one request in `hopsOneIn`. */
  frame(): Frame;
  /** One request in `n` shows its hops from here on; 0 shows none. Never changes the run. */
  sampleHops(n: number): void;
  /** Starts a fault at the next whole simulated millisecond; returns the entry as it belongs in the document. */
  inject(fault: Omit<FaultEntry, "startMs">): FaultEntry;
  /** Ends a fault at the next whole simulated millisecond [ms]. */
  clear(faultId: string): number;
  /** Applies a document that differs only in live fields; false when it needs a restart. */
  retune(topology: Topology): boolean;
  /** The drill that the run plays, as judged so far; null without one. */
  drillReport(): DrillReport | null;
  /** The run so far; statistics leave out `warmUpMs`, or else what the document says or the run shows to be its warm-up. */
  result(warmUpMs?: number): RunResult;
}

/** Compiles a checked document for one run, or for a run that plays one of its drills. */
export type CreateSession = (topology: Topology, drillId?: string) => Result<Session, readonly Problem[]>;
