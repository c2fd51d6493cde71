import { create } from "zustand";

/** A passing sentence with at most one thing to do about it. */
export interface Notice {
  readonly text: string;
  readonly action?: { readonly label: string; run(): void } | undefined;
  /** Stays until dismissed. */
  readonly sticky?: boolean | undefined;
}

interface NoticeState {
  readonly notice: Notice | null;
  tell(notice: Notice): void;
  dismiss(): void;
}

/** The latest notice; a newer one takes its place. */
export const useNotice = create<NoticeState>()((set) => ({
  notice: null,
  tell: (notice) => set({ notice }),
  dismiss: () => set({ notice: null }),
}));

export const tell = (text: string, action?: Notice["action"], sticky?: boolean) => useNotice.getState().tell({ text, action, sticky });
