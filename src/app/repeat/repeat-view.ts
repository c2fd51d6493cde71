import { create } from "zustand";
import { useLayout } from "../layout-store";

interface RepeatView {
  readonly open: boolean;
  /** What is shown: one design with many seeds, or one setting with many values. */
  readonly over: "seeds" | "values";
  /** Asked to begin as soon as it is there. */
  readonly wanted: boolean;
  /** How far a repetition has come, in a word; null when none is under way. */
  readonly progress: string | null;
  show(open: boolean): void;
  /** Opens the panel and begins. */
  begin(): void;
  /** Opens the panel where a setting is varied. */
  vary(): void;
  set(change: Partial<Pick<RepeatView, "over" | "wanted" | "progress">>): void;
}

/** Whether the dock shows repetitions instead of charts. What they found comes with the panel, when it is wanted. */
export const useRepeatView = create<RepeatView>()((set) => ({
  open: false,
  over: "seeds",
  wanted: false,
  progress: null,
  show: (open) => set({ open }),
  begin() {
    if (!useLayout.getState().panes.dock.open) useLayout.getState().toggle("dock");
    set({ open: true, over: "seeds", wanted: true });
  },
  vary() {
    if (!useLayout.getState().panes.dock.open) useLayout.getState().toggle("dock");
    set({ open: true, over: "values" });
  },
  set,
}));
