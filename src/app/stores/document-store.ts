import { create } from "zustand";
import { createHistory, type History, record, redo, undo } from "../../topology/history";
import { CURRENT_VERSION, type Topology, topologySchema } from "../../topology/schema";

interface DocumentState {
  /** Id of the document on this device; not part of the file. */
  readonly documentId: string;
  readonly history: History;
  /** The document; immutable. */
  readonly topology: Topology;
  /** Applies a pure edit and records it under its label ("Move Checkout"). */
  change(label: string, edit: (topology: Topology) => Topology, mergeKey?: string): void;
  /** Applies an edit that is not the person's own act and is not undoable (view position). */
  amend(edit: (topology: Topology) => Topology): void;
  undo(): void;
  redo(): void;
  /** Opens another document with a fresh history. */
  open(documentId: string, topology: Topology): void;
}

export function emptyTopology(name = "Untitled"): Topology {
  return topologySchema.parse({ format: "faultyard-topology", version: CURRENT_VERSION, name });
}

const blank = createHistory(emptyTopology());

export const useDocument = create<DocumentState>()((set) => {
  const step = (next: (history: History) => History) =>
    set((state) => {
      const history = next(state.history);
      return history === state.history ? state : { history, topology: history.present };
    });
  return {
    documentId: "",
    history: blank,
    topology: blank.present,
    change: (label, edit, mergeKey) => step((h) => record(h, label, edit(h.present), mergeKey)),
    amend: (edit) => step((h) => ({ ...h, present: edit(h.present) })),
    undo: () => step(undo),
    redo: () => step(redo),
    open: (documentId, topology) => set({ documentId, history: createHistory(topology), topology }),
  };
});
