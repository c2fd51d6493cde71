import { create } from "zustand";
import type { Problem } from "../../base/problem";
import { Replications } from "../../lab/replications";
import { replicationsResult, type SweepResult } from "../../lab/replications-result";
import type { Topology } from "../../topology/schema";
import { withField } from "../../topology/set-field";
import { createReplicationPool, poolSize, type ReplicationPool } from "../../worker/replication-pool";
import { useRepeatView } from "../repeat/repeat-view";
import { useDocument } from "../stores/document-store";
import type { SweepField } from "./sweep-fields";

/** A sweep is watched, not read: no more often than this [ms]. */
const SHOW_MS = 150;
export const FEWEST_SEEDS = 2;
export const MOST_SEEDS = 100;

interface Sweep {
  /** The field that is varied, or was; null before the first time. */
  readonly field: SweepField | null;
  readonly running: boolean;
  /** The document as it was varied. */
  readonly topology: Topology | null;
  /** Values that have run, or run now, in their order; as the command line prints it. */
  readonly result: SweepResult | null;
  /** Share of all runs that is done, 0..1. */
  readonly ratio: number;
  readonly problem: Problem | null;
  /** Runs the open document once per value and seed: every value meets the same seeds, and so the same arrivals. */
  start(field: SweepField, values: readonly number[], seeds: number): void;
  cancel(): void;
}

const nothing = { field: null, running: false, topology: null, result: null, ratio: 0, problem: null } as const;

/** The sweep under way, or the last one. It goes on while its panel is away. */
export const useSweep = create<Sweep>()((set, get) => {
  let pool: ReplicationPool | null = null;
  let sets: readonly { readonly value: number; readonly replications: Replications }[] = [];
  let current = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function show(): void {
    clearTimeout(timer);
    timer = undefined;
    const { field } = get();
    if (field === null) return;
    const begun = sets.slice(0, pool === null ? sets.length : current + 1).filter(({ replications }) => replications.progress() > 0);
    const runs = sets.reduce((sum, { replications }) => sum + replications.atMost, 0);
    const before = sets.slice(0, current).reduce((sum, { replications }) => sum + replications.progress(), 0);
    const ratio = pool === null ? 1 : (before + pool.runsDone()) / runs;
    set({
      running: pool !== null,
      ratio,
      result: {
        format: "faultyard-sweep",
        version: 1,
        field: field.path,
        points: begun.map(({ value, replications }) => ({ value, result: replicationsResult(replications) })),
      },
    });
    useRepeatView.getState().set({ progress: pool === null ? null : `${Math.floor(ratio * 100)} %` });
  }

  function end(): void {
    pool?.destroy();
    pool = null;
    show();
  }

  function play(index: number): void {
    current = index;
    const next = sets[index];
    if (next === undefined) {
      end();
      return;
    }
    pool = createReplicationPool(next.replications, poolSize(navigator.hardwareConcurrency), {
      moved: () => {
        timer ??= setTimeout(show, SHOW_MS);
      },
      done: () => play(index + 1),
      failed: (problem) => {
        for (const { replications } of sets) replications.cancel();
        set({ problem });
        end();
      },
    });
    show();
  }

  function start(field: SweepField, values: readonly number[], seeds: number): void {
    pool?.destroy();
    const { topology } = useDocument.getState();
    set({ ...nothing, field, topology });
    const varied = values.map((value) => ({ value, made: withField(topology, field.path, value) }));
    sets = varied.flatMap(({ value, made }) =>
      made.ok ? [{ value, replications: new Replications({ topology: made.value, atMost: seeds }) }] : [],
    );
    const refused = varied.find(({ made }) => !made.ok);
    if (refused === undefined || refused.made.ok) {
      play(0);
      return;
    }
    pool = null;
    set({ problem: refused.made.error[0] ?? null });
  }

  // Another document: what was found is not about it.
  useDocument.subscribe((now, before) => {
    if (now.documentId === before.documentId) return;
    pool?.destroy();
    pool = null;
    sets = [];
    clearTimeout(timer);
    timer = undefined;
    set(nothing);
  });

  return {
    ...nothing,
    start,
    cancel() {
      for (const { replications } of sets) replications.cancel();
      end();
    },
  };
});
