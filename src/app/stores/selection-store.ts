import { create } from "zustand";

/** Element ids are unique over the whole document, so that one set suffices. */
interface SelectionState {
  readonly ids: ReadonlySet<string>;
  select(ids: Iterable<string>): void;
  toggle(id: string): void;
  clear(): void;
}

export const useSelection = create<SelectionState>()((set) => ({
  ids: new Set<string>(),
  select: (ids) => set({ ids: new Set(ids) }),
  toggle: (id) =>
    set((state) => {
      const ids = new Set(state.ids);
      if (!ids.delete(id)) ids.add(id);
      return { ids };
    }),
  clear: () => set({ ids: new Set<string>() }),
}));
