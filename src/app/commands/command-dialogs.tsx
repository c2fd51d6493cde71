import { CommandPalette } from "./command-palette";
import { useCommandUi } from "./command-ui-store";
import { ShortcutSheet } from "./shortcut-sheet";

/** The palette and the sheet share one lazy chunk. */
export function CommandDialogs() {
  const open = useCommandUi((state) => state.open);
  if (open === "palette") return <CommandPalette />;
  return open === "shortcuts" ? <ShortcutSheet /> : null;
}
