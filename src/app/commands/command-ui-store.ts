import { create } from "zustand";

export type CommandDialog = "palette" | "shortcuts" | "fidelity";

interface CommandUiState {
  readonly open: CommandDialog | null;
  /** What was typed since, while the dialog was still being loaded. */
  readonly typed: string;
  show(open: CommandDialog): void;
  type(text: string): void;
  close(): void;
}

/** Which of the command dialogs is open; at most one. */
export const useCommandUi = create<CommandUiState>()((set) => ({
  open: null,
  typed: "",
  show: (open) => set({ open, typed: "" }),
  type: (text) => set(({ typed }) => ({ typed: typed + text })),
  close: () => set({ open: null }),
}));
