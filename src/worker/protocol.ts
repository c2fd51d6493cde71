import type { Problem } from "../base/problem";
import type { Frame, FrameLayout } from "../lab/frame";
import type { RunResult, RunStatistics } from "../lab/result";
import type { FaultEntry, Topology } from "../topology/schema";

/** What the page asks of the simulation. */
export type ToWorker =
  /** `drill` is one of the document's, by its id: it is played in place of the plain run, until the next \`load\`. */
  | { readonly type: "load"; readonly topology: Topology; readonly drill?: string }
  /** `speed` is simulated seconds per wall second; Infinity is "as fast as possible". */
  | { readonly type: "play"; readonly speed: number }
  | { readonly type: "pause" }
  /** Runs until the next request ends or one window has passed, whichever comes first, then pauses. */
  | { readonly type: "step" }
  | { readonly type: "restart" }
  /** Goes to a moment of the run [ms] and pauses: back at once, answered with `rewound`; ahead as fast as possible. */
  | { readonly type: "seek"; readonly toMs: number }
  /** Starts a fault at the next simulated millisecond; answered with `faulted`. */
  | { readonly type: "inject"; readonly fault: Omit<FaultEntry, "startMs"> }
  /** Ends a fault at the next simulated millisecond; answered with `cleared`. */
  | { readonly type: "clear"; readonly faultId: string }
  /** Applies a changed document: live where only live fields differ, else by a restart; answered with `retuned`. */
  | { readonly type: "retune"; readonly topology: Topology }
  /** Forgets the document: what is open cannot run as it stands. */
  | { readonly type: "unload" }
  /** The page can take one more frame. */
  | { readonly type: "credit" };

/** What the simulation tells the page. */
export type FromWorker =
  | { readonly type: "loaded"; readonly layout: FrameLayout }
  | { readonly type: "refused"; readonly problems: readonly Problem[] }
  | { readonly type: "frame"; readonly frame: Frame; readonly state: RunState }
  | { readonly type: "finished"; readonly result: RunResult }
  /** The run stands earlier than before; the next frame holds all its windows again. */
  | { readonly type: "rewound"; readonly layout: FrameLayout }
  /** How far the figures of a run that is paused can be trusted. */
  | { readonly type: "judged"; readonly statistics: RunStatistics }
  | { readonly type: "faulted"; readonly fault: FaultEntry; readonly layout: FrameLayout }
  | { readonly type: "cleared"; readonly faultId: string; readonly endMs: number }
  /** `live` false: the run was restarted for the change. */
  | { readonly type: "retuned"; readonly live: boolean; readonly layout: FrameLayout }
  | { readonly type: "crashed"; readonly message: string };

export type RunState = "idle" | "running" | "paused" | "finished";
