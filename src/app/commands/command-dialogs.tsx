import { lazy, Suspense } from "react";
import { CommandPalette } from "./command-palette";
import { useCommandUi } from "./command-ui-store";
import { ShortcutSheet } from "./shortcut-sheet";

const FidelityDialog = lazy(() => import("../fidelity/fidelity-dialog").then((module) => ({ default: module.FidelityDialog })));

/** The palette and the sheet share one lazy chunk. */
export function CommandDialogs() {
  const open = useCommandUi((state) => state.open);
  if (open === "palette") return <CommandPalette />;
  if (open === "fidelity") {
    return (
      <Suspense fallback={null}>
        <FidelityDialog />
      </Suspense>
    );
  }
  return open === "shortcuts" ? <ShortcutSheet /> : null;
}
