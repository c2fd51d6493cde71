export const GROUPS = ["Run", "Edit", "Arrange", "View", "Document", "Help"] as const;

/** One thing a person can do. Menus, keys, the palette and the shortcut sheet all read the same list. */
export interface Command {
  readonly id: string;
  readonly title: string;
  readonly group: (typeof GROUPS)[number];
  /** Keys that do it, the first one shown: "Mod+Shift+z"; Mod is Ctrl, or Command on a Mac. */
  readonly keys?: readonly string[];
  /** The browser's own event carries it out (copy, cut, paste): the keys are shown, not listened to. */
  readonly native?: boolean;
  /** False hides it from menus and the palette, and leaves its keys alone. */
  readonly possible?: () => boolean;
  readonly run: () => void;
}
