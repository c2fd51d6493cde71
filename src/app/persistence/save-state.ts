import { create } from "zustand";

/** Where the work is, truthfully. */
export type SaveStatus = "opening" | "saved" | "saving" | "full" | "failed" | "unavailable" | "elsewhere";

interface SaveState {
  readonly status: SaveStatus;
  set(status: SaveStatus): void;
}

export const useSaveState = create<SaveState>()((set) => ({
  status: "opening",
  set: (status) => set({ status }),
}));

const words: Readonly<Record<SaveStatus, { readonly text: string; readonly remedy: string | null }>> = {
  opening: { text: "Opening", remedy: null },
  saved: { text: "Saved on this device", remedy: null },
  saving: { text: "Saving", remedy: null },
  full: { text: "Not saved: storage is full", remedy: "Export the document to keep it, or delete others." },
  failed: { text: "Not saved: the browser refused", remedy: "Export the document to keep it." },
  unavailable: { text: "Not saved: this browser keeps no data", remedy: "Export the document to keep it." },
  elsewhere: {
    text: "Open in another tab",
    remedy: "This tab follows along; a change made here goes into a copy.",
  },
};

/** The words for the header. */
export const saveStateText = (status: SaveStatus) => words[status].text;
/** What to do about it; null when all is well. */
export const saveStateRemedy = (status: SaveStatus) => words[status].remedy;
export const isUnsaved = (status: SaveStatus) => status === "full" || status === "failed" || status === "unavailable";
