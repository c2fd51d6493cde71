import { create } from "zustand";

interface CommandUiState {
  readonly open: "palette" | "shortcuts" | null;
  show(open: "palette" | "shortcuts"): void;
  close(): void;
}

/** Which of the command dialogs is open; at most one. */
export const useCommandUi = create<CommandUiState>()((set) => ({
  open: null,
  show: (open) => set({ open }),
  close: () => set({ open: null }),
}));
