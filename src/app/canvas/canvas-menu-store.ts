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
  show(at: MenuPlace): void;
  startConnecting(id: string): void;
  close(): void;
}

export const useCanvasMenu = create<CanvasMenuState>()((set) => ({
  at: null,
  connecting: null,
  show: (at) => set({ at, connecting: null }),
  startConnecting: (connecting) => set({ connecting, at: null }),
  close: () => set({ at: null, connecting: null }),
}));
