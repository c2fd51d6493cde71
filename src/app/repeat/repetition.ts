import { create } from "zustand";
import type { Problem } from "../../base/problem";
import { Replications } from "../../lab/replications";
import { type ReplicationsResult, replicationsResult } from "../../lab/replications-result";
import type { Topology } from "../../topology/schema";
import { createReplicationPool, poolSize, type ReplicationPool } from "../../worker/replication-pool";
import { useDocument } from "../stores/document-store";
import { GOALS, type Goal, type Progress, planOf, progressOf } from "./goal";
import { useRepeatView } from "./repeat-view";

/** A repetition is watched, not read: no more often than this [ms]. */
const SHOW_MS = 150;

interface Repetition {
  readonly goal: Goal;
  readonly running: boolean;
  /** The document as it was repeated; null before the first time. */
  readonly topology: Topology | null;
  readonly result: ReplicationsResult | null;
  readonly progress: Progress | null;
  readonly problem: Problem | null;
  choose(goal: Goal): void;
  /** Repeats the document that is open; what was found before is forgotten. */
  start(): void;
  cancel(): void;
}

const nothing = { running: false, topology: null, result: null, progress: null, problem: null } as const;

/** The repetition under way, or the last one. It goes on while its panel is away. */
export const useRepetition = create<Repetition>()((set, get) => {
  let pool: ReplicationPool | null = null;
  let replications: Replications | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function show(): void {
    clearTimeout(timer);
    timer = undefined;
    if (replications === null) return;
    const result = replicationsResult(replications);
    const running = pool !== null;
    const progress = running ? progressOf(get().goal, replications.atLeast, pool?.runsDone() ?? 0, result) : null;
    set({ result, running, progress });
    useRepeatView.getState().set({ progress: progress === null ? null : `${Math.floor(progress.ratio * 100)} %` });
  }

  function end(): void {
    pool?.destroy();
    pool = null;
    show();
  }

  function start(): void {
    end();
    const { topology } = useDocument.getState();
    replications = new Replications(planOf(topology, get().goal));
    set({ ...nothing, topology });
    pool = createReplicationPool(replications, poolSize(navigator.hardwareConcurrency), {
      moved: () => {
        timer ??= setTimeout(show, SHOW_MS);
      },
      done: end,
      failed: (problem) => {
        replications?.cancel();
        set({ problem });
        end();
      },
    });
    show();
  }

  // Another document: what was found is not about it.
  useDocument.subscribe((now, before) => {
    if (now.documentId === before.documentId) return;
    pool?.destroy();
    pool = null;
    replications = null;
    clearTimeout(timer);
    timer = undefined;
    set(nothing);
    useRepeatView.getState().set({ progress: null });
  });

  return {
    ...nothing,
    goal: GOALS[0] as Goal,
    choose: (goal) => set({ goal }),
    start,
    cancel() {
      replications?.cancel();
      end();
    },
  };
});
