import { create } from "zustand";
import type { Problem } from "../../base/problem";
import type { Topology } from "../../topology/schema";
import { useNotice } from "./notice-store";

/** What could not be opened, and what of it is sound. */
export interface Refusal {
  /** Where it came from, e.g. `shop.json` or "the link". */
  readonly source: string;
  readonly problems: readonly Problem[];
  readonly salvaged: Topology | null;
}

interface DialogState {
  readonly open: "documents" | "share" | "problems" | null;
  readonly refusal: Refusal | null;
  show(dialog: "documents" | "share"): void;
  refuse(refusal: Refusal): void;
  close(): void;
}

/** Which of the document dialogs is open; at most one. */
export const useDocumentDialogs = create<DialogState>()((set) => ({
  open: null,
  refusal: null,
  show: (open) => {
    // A dialog shows notices too: what was said before it opened is old news.
    useNotice.getState().dismiss();
    set({ open, refusal: null });
  },
  refuse: (refusal) => set({ open: "problems", refusal }),
  close: () => set({ open: null, refusal: null }),
}));
