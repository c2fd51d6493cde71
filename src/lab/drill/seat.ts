import type { Sim } from "../../engine/sim";
import type { Topology } from "../../topology/schema";
import type { WindowRow } from "../windows";
import type { DrillReport } from "./report";

/** What a drill asks of the run at the end of a window. */
export interface DrillOrder {
  /** Scheduled faults that end, or never begin. */
  readonly endFaults: readonly string[];
  /** The drill is over: the run need not go on. */
  readonly isOver: boolean;
}

/** A drill as a session plays it; the session's own code knows no more of drills than this. */
export interface DrillSeat {
  readonly id: string;
  /** The document as it runs: with the method's faults, for as long as the drill lasts. */
  readonly topology: Topology;
  readonly windowMs: number;
  /** Begins to watch a run that has not begun. */
  attach(sim: Sim, rows: readonly WindowRow[]): void;
  /** What changes while it plays, for snapshots. */
  readonly state: readonly object[];
  /** What never does. */
  readonly fixed: readonly object[];
  /** A window ends; before the meters close it. */
  read(): void;
  /** It has closed. */
  take(): DrillOrder | null;
  report(): DrillReport;
  /** A changed document as it runs; null where the drill itself has changed, or can no longer run. */
  applied(document: Topology): Topology | null;
}
