import { create } from "zustand";
import { useLayout } from "../layout-store";
import { useRepeatView } from "../repeat/repeat-view";
import { useSelection } from "../stores/selection-store";

/** Room that a drill's timeline and hypothesis need [px]. */
const DOCK_PX = 400;

interface DrillsView {
  readonly open: boolean;
  /** The drill that is shown; one that is gone stands for the first. */
  readonly drillId: string | null;
  /** What the inspector shows in place of the selection: a step by its id, "" for the drill itself, null for neither. */
  readonly inspected: string | null;
  show(open: boolean): void;
  choose(drillId: string | null): void;
  inspect(inspected: string | null): void;
}

/** Whether the dock shows drills, and what of them. The drills themselves come with their panel, when it is wanted. */
export const useDrillsView = create<DrillsView>()((set) => ({
  open: false,
  drillId: null,
  inspected: null,
  show(open) {
    set({ open, inspected: null });
    if (!open) return;
    useRepeatView.getState().show(false);
    const { panes, resize, toggle } = useLayout.getState();
    if (!panes.dock.open) toggle("dock");
    if (panes.dock.size < DOCK_PX) resize("dock", DOCK_PX);
  },
  choose: (drillId) => set({ drillId, inspected: null }),
  inspect: (inspected) => set({ inspected }),
}));

// One thing at a time in the dock, and in the inspector.
useRepeatView.subscribe(({ open }) => {
  if (open && useDrillsView.getState().open) useDrillsView.getState().show(false);
});
useSelection.subscribe(({ ids }) => {
  if (ids.size > 0 && useDrillsView.getState().inspected !== null) useDrillsView.getState().inspect(null);
});
