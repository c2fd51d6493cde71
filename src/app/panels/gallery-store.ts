import { create } from "zustand";

interface GalleryState {
  readonly open: boolean;
  show(open: boolean): void;
}

/** Whether the gallery of worked examples is open; the header, the palette and an empty canvas open it. */
export const useGallery = create<GalleryState>()((set) => ({
  open: false,
  show: (open) => set({ open }),
}));
