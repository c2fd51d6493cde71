import { create } from "zustand";

interface MenuPlace {
  readonly x: number;
  readonly y: number;
  /** The element under the pointer; null for the bare canvas. */
  readonly id: string | null;
}

interface CanvasMenuState {
  readonly at: MenuPlace | null;
  /** The caller whose link is being made by keyboard. */
  readonly connecting: string | null;
  /** The node of which a replica is to be killed or restored. */
  readonly replicasOf: string | null;
  show(at: MenuPlace): void;
  startConnecting(id: string): void;
  chooseReplica(id: string): void;
  close(): void;
}

const closed = { at: null, connecting: null, replicasOf: null };

/** Which of the canvas's menus is open; at most one. */
export const useCanvasMenu = create<CanvasMenuState>()((set) => ({
  ...closed,
  show: (at) => set({ ...closed, at }),
  startConnecting: (connecting) => set({ ...closed, connecting }),
  chooseReplica: (replicasOf) => set({ ...closed, replicasOf }),
  close: () => set(closed),
}));
