import { create } from "zustand";
import type { Problem } from "../../base/problem";
import { type DrillSeeds, drillOverSeeds } from "../../lab/drill/over-seeds";
import { Replications } from "../../lab/replications";
import type { Topology } from "../../topology/schema";
import { createReplicationPool, poolSize, type ReplicationPool } from "../../worker/replication-pool";
import { useDocument } from "../stores/document-store";

/** Watched, not read: no more often than this [ms]. */
const SHOW_MS = 150;

interface DrillRepetition {
  /** The drill that is repeated, or was. */
  readonly drillId: string | null;
  /** The document as it was repeated. */
  readonly topology: Topology | null;
  readonly running: boolean;
  readonly atMost: number;
  /** Share of the runs that is done, 0..1. */
  readonly ratio: number;
  readonly seeds: DrillSeeds | null;
  readonly problem: Problem | null;
  /** Plays a drill of the open document with so many seeds, from the document's own on. */
  start(drillId: string, seeds: number): void;
  cancel(): void;
}

const nothing = { drillId: null, topology: null, running: false, atMost: 0, ratio: 0, seeds: null, problem: null } as const;

/** A drill over many seeds, on all cores; it goes on while its panel is away. */
export const useDrillSeeds = create<DrillRepetition>()((set) => {
  let pool: ReplicationPool | null = null;
  let replications: Replications | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function show(): void {
    clearTimeout(timer);
    timer = undefined;
    if (replications === null) return;
    set({
      running: pool !== null,
      ratio: Math.min(1, (pool?.runsDone() ?? replications.progress()) / replications.atMost),
      seeds: drillOverSeeds(replications.summary().samples),
    });
  }

  function end(): void {
    pool?.destroy();
    pool = null;
    show();
  }

  // Another document: what was found is not about it.
  useDocument.subscribe((now, before) => {
    if (now.documentId === before.documentId) return;
    pool?.destroy();
    pool = null;
    replications = null;
    clearTimeout(timer);
    set(nothing);
  });

  return {
    ...nothing,
    start(drillId, seeds) {
      pool?.destroy();
      const { topology } = useDocument.getState();
      replications = new Replications({ topology, drill: drillId, atMost: seeds });
      set({ ...nothing, drillId, topology, atMost: seeds });
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
    },
    cancel() {
      replications?.cancel();
      end();
    },
  };
});
