import { create } from "zustand";
import type { Problem } from "../../base/problem";
import type { DrillReport } from "../../lab/drill/report";
import type { RunResult, RunStatistics } from "../../lab/result";
import type { FaultEntry, Topology } from "../../topology/schema";
import type { RunState } from "../../worker/protocol";

export const SPEEDS = [0.1, 0.25, 0.5, 1, 2, 5, 10, 50, 100, 1000, Number.POSITIVE_INFINITY] as const;

/** A drill that is played in place of the plain run. */
export interface PlayedDrill {
  readonly id: string;
  /** The document as it was when the drill began, with what was broken by hand since. */
  readonly topology: Topology;
  /** How long its run lasts at most [ms]; 0 before the simulation has said it. */
  readonly lengthMs: number;
  /** As judged so far; null before the first window has closed. */
  readonly report: DrillReport | null;
}

/** The transport as the interface sees it. Figures that change every frame live in `live.ts`, not here. */
interface RunStore {
  readonly state: RunState;
  /** Simulated seconds per second; Infinity is as fast as possible. */
  readonly speed: number;
  /** Whole simulated milliseconds, updated at most ten times a second. */
  readonly nowMs: number;
  readonly result: RunResult | null;
  readonly runHash: string | null;
  /** How far the figures can be trusted, as of the last pause or the end; null while it runs. */
  readonly statistics: RunStatistics | null;
  /** Why the document cannot run; empty when it can. */
  readonly problems: readonly Problem[];
  /** Edited while running: the hash is not that of the file until the run restarts. */
  readonly edited: boolean;
  /** On its way to the end as fast as possible, whatever the speed that is set. */
  readonly rushing: boolean;
  /** null while the plain run is played. */
  readonly drill: PlayedDrill | null;
  readonly controls: RunControls;
  set(change: Partial<Omit<RunStore, "set">>): void;
}

/** What one can ask of the simulation; the simulation link fills it in when the worker is up. */
export interface RunControls {
  play(): void;
  pause(): void;
  step(): void;
  restart(): void;
  /** Goes to a moment of the run [ms], past or ahead, and pauses there. */
  seek(toMs: number): void;
  setSpeed(speed: number): void;
  /** Runs to the end as fast as possible; `pause` cancels. */
  runToEnd(): void;
  /** Breaks something now; the fault is added to the document with the exact simulated time. */
  inject(fault: Omit<FaultEntry, "startMs">): void;
  /** Plays a drill of the document from its beginning, as fast as possible where `rush` says so. */
  playDrill(id: string, rush: boolean): void;
  /** Back to the plain run, at its beginning. */
  leaveDrill(): void;
  /** Mends it now; the fault's duration in the document ends at the exact simulated time. */
  clear(faultId: string): void;
}

const nothing = () => {};

export const useRun = create<RunStore>()((set) => ({
  state: "idle",
  speed: 1,
  nowMs: 0,
  result: null,
  runHash: null,
  statistics: null,
  problems: [],
  edited: false,
  rushing: false,
  drill: null,
  controls: {
    play: nothing,
    pause: nothing,
    step: nothing,
    restart: nothing,
    seek: nothing,
    setSpeed: nothing,
    runToEnd: nothing,
    inject: nothing,
    playDrill: nothing,
    leaveDrill: nothing,
    clear: nothing,
  },
  set: (change) => set(change),
}));
