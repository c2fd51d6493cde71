import type { Topology } from "./schema";

/** A document with its past and future; each step carries the words shown in the undo menu. */
export interface History {
  readonly present: Topology;
  readonly past: readonly HistoryStep[];
  readonly future: readonly HistoryStep[];
}

interface HistoryStep {
  readonly label: string;
  readonly topology: Topology;
  /** Steps with the same key in a row merge into one, e.g. the keystrokes in one field. */
  readonly mergeKey?: string | undefined;
}

const LIMIT = 200;

export function createHistory(topology: Topology): History {
  return { present: topology, past: [], future: [] };
}

/** Records a change; unchanged documents leave no trace. */
export function record(history: History, label: string, topology: Topology, mergeKey?: string): History {
  if (topology === history.present) return history;
  const last = history.past[history.past.length - 1];
  if (mergeKey !== undefined && last?.mergeKey === mergeKey && history.future.length === 0) {
    return { ...history, present: topology };
  }
  const past = [...history.past, { label, topology: history.present, mergeKey }].slice(-LIMIT);
  return { present: topology, past, future: [] };
}

export function undo(history: History): History {
  const step = history.past[history.past.length - 1];
  if (step === undefined) return history;
  return {
    present: step.topology,
    past: history.past.slice(0, -1),
    future: [{ label: step.label, topology: history.present }, ...history.future],
  };
}

export function redo(history: History): History {
  const step = history.future[0];
  if (step === undefined) return history;
  return {
    present: step.topology,
    past: [...history.past, { label: step.label, topology: history.present }],
    future: history.future.slice(1),
  };
}
