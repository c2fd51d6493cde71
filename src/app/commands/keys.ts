const mac = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.userAgent);

type Pressed = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey">;

/** Whether a key press is the one written as "Mod+Shift+z". */
export function isPressed(written: string, event: Pressed): boolean {
  const parts = partsOf(written);
  const key = parts.at(-1) ?? "";
  const wants = (modifier: string) => parts.includes(modifier);
  if ((event.ctrlKey || event.metaKey) !== wants("Mod") || event.altKey !== wants("Alt")) return false;
  // Where "?" or "+" lies on a keyboard differs: a sign says by itself whether Shift was needed.
  if (/^[^a-z0-9 ]$/i.test(key)) return event.key === key;
  if (event.shiftKey !== wants("Shift")) return false;
  return key === "Space" ? event.key === " " : event.key.toLowerCase() === key.toLowerCase();
}

const WORDS: Readonly<Record<string, string>> = {
  Mod: mac ? "⌘" : "Ctrl",
  Alt: mac ? "⌥" : "Alt",
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  Escape: "Esc",
};

/** "Mod+z" in parts; a plus sign by itself is a key too. */
const partsOf = (written: string) => (written === "+" ? [written] : written.split("+"));

/** The keys as they stand on the keyboard, for a menu or the sheet. */
export function keyWords(written: string): readonly string[] {
  return partsOf(written).map((part) => WORDS[part] ?? (part.length === 1 ? part.toUpperCase() : part));
}
