import type { Family } from "../../catalog/define";

/** The colours of a picture, as those of the page's tokens. */
export type Palette = Readonly<
  Record<
    Family | "paper" | "panel" | "raised" | "line" | "ink" | "muted" | "link" | "ok" | "warn" | "bad" | "bad-text" | "warn-text",
    string
  >
>;

export const palettes = {
  light: {
    paper: "#f6f7f9",
    panel: "#ffffff",
    raised: "#ffffff",
    line: "#dfe3ea",
    ink: "#18202b",
    muted: "#5c6878",
    link: "#a3adbb",
    traffic: "#1f6fd1",
    network: "#b03a8f",
    compute: "#6a55d8",
    data: "#0c8f72",
    messaging: "#b9651b",
    ok: "#1f9d5b",
    warn: "#b37a00",
    bad: "#d33a3a",
    "bad-text": "#c22f2f",
    "warn-text": "#8a5f00",
  },
  dark: {
    paper: "#0d1117",
    panel: "#131922",
    raised: "#1a222d",
    line: "#27313f",
    ink: "#e6edf5",
    muted: "#8a98a9",
    link: "#4d5b6d",
    traffic: "#5aa9ff",
    network: "#e879c7",
    compute: "#9d8cff",
    data: "#35c9a5",
    messaging: "#f2a65a",
    ok: "#3fbf7f",
    warn: "#f0b429",
    bad: "#ff5d5d",
    "bad-text": "#ff7b7b",
    "warn-text": "#f0b429",
  },
} as const satisfies Record<string, Palette>;

/** `auto` follows the reader's own setting, and is light on paper. */
export const THEMES = ["light", "dark", "auto"] as const;
export type Theme = (typeof THEMES)[number];

/** Rules in one theme's colours, or in both with the reader's setting to choose. */
export function themed(theme: Theme, rules: (palette: Palette) => string): string {
  if (theme !== "auto") return rules(palettes[theme]);
  return `${rules(palettes.light)}\n@media screen and (prefers-color-scheme: dark) {\n${rules(palettes.dark)}\n}`;
}
