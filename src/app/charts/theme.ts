import type { Tone } from "./chart-definitions";

/** Colours for canvas drawing, which cannot read custom properties by itself. */
export interface ChartTheme {
  tone(tone: Tone): string;
  readonly line: string;
  readonly text: string;
  /** Shade behind a fault, and its edge. */
  readonly fault: string;
  readonly font: string;
}

export function readTheme(): ChartTheme {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    tone: (tone) => token(tone),
    line: token("line"),
    text: token("muted"),
    fault: token("bad"),
    font: `11px ${token("mono") || "monospace"}`,
  };
}

/** Calls back when the person or the system switches the theme; returns the way to stop. */
export function onThemeChange(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme", "class"] });
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  system.addEventListener("change", listener);
  return () => {
    observer.disconnect();
    system.removeEventListener("change", listener);
  };
}
