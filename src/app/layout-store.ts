import { create } from "zustand";

export type Pane = "palette" | "inspector" | "dock";

interface PaneState {
  readonly size: number;
  readonly open: boolean;
}

const KEY = "faultyard-layout";
const DEFAULTS: Record<Pane, PaneState> = {
  palette: { size: 196, open: true },
  inspector: { size: 288, open: true },
  dock: { size: 276, open: true },
};
/** Least and greatest size of each pane [px]. */
export const LIMITS: Record<Pane, readonly [number, number]> = {
  palette: [150, 340],
  inspector: [240, 560],
  dock: [96, 640],
};

interface LayoutState {
  readonly panes: Record<Pane, PaneState>;
  resize(pane: Pane, size: number): void;
  toggle(pane: Pane): void;
}

/** Sizes of the panes around the canvas, remembered on this device. */
export const useLayout = create<LayoutState>()((set) => {
  const change = (pane: Pane, next: Partial<PaneState>) =>
    set(({ panes }) => {
      const changed = { ...panes, [pane]: { ...panes[pane], ...next } };
      remember(changed);
      return { panes: changed };
    });
  return {
    panes: recall(),
    resize: (pane, size) => {
      const [least, most] = LIMITS[pane];
      change(pane, { size: Math.round(Math.min(most, Math.max(least, size))) });
    },
    toggle: (pane) => change(pane, { open: !useLayout.getState().panes[pane].open }),
  };
});

function remember(panes: Record<Pane, PaneState>): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(panes));
  } catch {
    // Without storage the sizes last for this visit.
  }
}

function recall(): Record<Pane, PaneState> {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Record<Pane, Partial<PaneState>>>;
    const pane = (name: Pane): PaneState => {
      const [least, most] = LIMITS[name];
      const size = Number(stored[name]?.size ?? DEFAULTS[name].size);
      return { size: size >= least && size <= most ? size : DEFAULTS[name].size, open: stored[name]?.open !== false };
    };
    return { palette: pane("palette"), inspector: pane("inspector"), dock: pane("dock") };
  } catch {
    return DEFAULTS;
  }
}
