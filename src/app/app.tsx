import { lazy, Suspense } from "react";
import { Canvas } from "./canvas/canvas";
import { Palette } from "./canvas/palette";
import { useCommandUi } from "./commands/command-ui-store";
import { useShortcuts } from "./commands/use-shortcuts";
import { Dock } from "./dock/dock";
import { useLayout } from "./layout-store";
import { PaneEdge } from "./pane-edge";
import { Header } from "./panels/header";
import { Inspector } from "./panels/inspector";
import { DocumentHost } from "./persistence/document-host";
import "./app.css";

const CommandDialogs = lazy(() => import("./commands/command-dialogs").then((module) => ({ default: module.CommandDialogs })));

/** The workspace: header, palette, canvas, inspector, dock. */
export function App() {
  useShortcuts();
  const panes = useLayout((state) => state.panes);
  const dialog = useCommandUi((state) => state.open);
  const { show } = useCommandUi.getState();
  const width = (pane: "palette" | "inspector") => (panes[pane].open ? `${panes[pane].size}px` : "0px");
  return (
    <div
      className="app"
      style={{
        gridTemplateColumns: `${width("palette")} minmax(0, 1fr) ${width("inspector")}`,
        gridTemplateRows: `48px minmax(0, 1fr) ${panes.dock.open ? `${panes.dock.size}px` : "0px"}`,
      }}
    >
      <div className="app-header">
        <Header onPalette={() => show("palette")} onHelp={() => show("shortcuts")} />
      </div>
      <nav className="app-palette" aria-label="Components" hidden={!panes.palette.open}>
        <Palette />
      </nav>
      <main className="app-canvas">
        <Canvas />
        <PaneEdge pane="palette" />
        <PaneEdge pane="inspector" />
        <PaneEdge pane="dock" />
      </main>
      <aside className="app-inspector" aria-label="Inspector" hidden={!panes.inspector.open}>
        <Inspector />
      </aside>
      <div className="app-dock" hidden={!panes.dock.open}>
        <Dock />
      </div>
      <DocumentHost />
      {dialog !== null && (
        <Suspense fallback={null}>
          <CommandDialogs />
        </Suspense>
      )}
    </div>
  );
}
