import { create } from "zustand";

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const KEY = "faultyard-theme";

interface ThemeState {
  readonly theme: Theme;
  choose(theme: Theme): void;
}

/** The system's theme, or the one a person prefers on this device. */
export const useTheme = create<ThemeState>()((set) => ({
  theme: stored(),
  choose: (theme) => {
    show(theme);
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // Without storage the choice lasts for this visit.
    }
    set({ theme });
  },
}));

/** Call once before the first paint, so that the page does not flash in the other theme. */
export function showTheme(): void {
  show(useTheme.getState().theme);
}

function show(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

function stored(): Theme {
  try {
    const value = localStorage.getItem(KEY);
    return THEMES.find((theme) => theme === value) ?? "system";
  } catch {
    return "system";
  }
}
