import { create } from "zustand";
import type { Problem } from "../../base/problem";
import { everything } from "../../lab/drill/everything/experiments";
import { type EverythingResult, rankLosses } from "../../lab/drill/everything/ranking";
import { Replications } from "../../lab/replications";
import type { Topology } from "../../topology/schema";
import { createReplicationPool, poolSize, type ReplicationPool } from "../../worker/replication-pool";
import { useDocument } from "../stores/document-store";

/** What is gone is gone under any seed. */
const SEEDS = 2;

interface EverythingRun {
  readonly running: boolean;
  /** The document as it was drilled; null before the first time. */
  readonly topology: Topology | null;
  /** Share of all runs that is done, 0..1. */
  readonly ratio: number;
  readonly result: EverythingResult | null;
  readonly problem: Problem | null;
  /** Takes away each node and link of the open document in turn. */
  start(): void;
  cancel(): void;
}

const nothing = { running: false, topology: null, ratio: 0, result: null, problem: null } as const;

/** The drill of everything that is under way, or the last one; it goes on while its panel is away. */
export const useEverything = create<EverythingRun>()((set) => {
  let pool: ReplicationPool | null = null;

  function stop(): void {
    pool?.destroy();
    pool = null;
    set({ running: false });
  }

  function start(): void {
    stop();
    const { topology } = useDocument.getState();
    const all = everything(topology);
    const ids = [all.control, ...all.experiments.map(({ drill }) => drill)];
    const sets = ids.map((drill) => new Replications({ topology: all.topology, drill, atMost: SEEDS }));
    set({ ...nothing, topology, running: true });
    const play = (index: number): void => {
      const next = sets[index];
      if (next === undefined) {
        stop();
        set({ ratio: 1, result: rankLosses(all, (drill) => sets[ids.indexOf(drill)]?.summary().samples ?? []) });
        return;
      }
      pool = createReplicationPool(next, poolSize(navigator.hardwareConcurrency), {
        moved: () => set({ ratio: (index + (pool?.runsDone() ?? 0) / SEEDS) / sets.length }),
        done: () => play(index + 1),
        failed: (problem) => {
          stop();
          set({ problem });
        },
      });
    };
    play(0);
  }

  // Another document: what was found is not about it.
  useDocument.subscribe((now, before) => {
    if (now.documentId === before.documentId) return;
    stop();
    set(nothing);
  });

  return { ...nothing, start, cancel: stop };
});
