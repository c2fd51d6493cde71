import { create } from "zustand";

export type CommandDialog = "palette" | "shortcuts" | "fidelity";

interface CommandUiState {
  readonly open: CommandDialog | null;
  show(open: CommandDialog): void;
  close(): void;
}

/** Which of the command dialogs is open; at most one. */
export const useCommandUi = create<CommandUiState>()((set) => ({
  open: null,
  show: (open) => set({ open }),
  close: () => set({ open: null }),
}));
