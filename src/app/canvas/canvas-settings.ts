import { create } from "zustand";

interface CanvasSettings {
  readonly snap: boolean;
  toggleSnap(): void;
}

/** Habits of this visit, not of the document. */
export const useCanvasSettings = create<CanvasSettings>()((set) => ({
  snap: true,
  toggleSnap: () => set(({ snap }) => ({ snap: !snap })),
}));
