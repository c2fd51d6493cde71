import { useCanvasMenu } from "../canvas/canvas-menu-store";
import { useCanvasSettings } from "../canvas/canvas-settings";
import { flow } from "../canvas/flow-instance";
import { faster, restartRun, runToEnd, slower, stepOnce, togglePlay } from "../dock/transport-actions";
import { useDrillsView } from "../drills/drills-view";
import { useLayout } from "../layout-store";
import { useGallery } from "../panels/gallery-store";
import { useTheme } from "../panels/theme-choice";
import { exportJson, importFile, newDocument, openDocuments, openShare } from "../persistence/actions";
import { useRepeatView } from "../repeat/repeat-view";
import { useDocument } from "../stores/document-store";
import { useRun } from "../stores/run-store";
import { useSelection } from "../stores/selection-store";
import { arrangeCommands } from "./arrange-commands";
import { copyTargets, cutTargets, duplicateTargets, pasteFromMenu, removeTargets } from "./clipboard";
import type { Command } from "./command";
import { useCommandUi } from "./command-ui-store";
import { focusedId, hasTargets, targets } from "./targets";

const documents = () => useDocument.getState();
const onlyNode = () => {
  const [id, ...others] = targets();
  return others.length === 0 ? documents().topology.nodes.find((node) => node.id === id)?.id : undefined;
};

/** Everything one can do, once. */
export const commands: readonly Command[] = [
  { id: "play", title: "Play or pause", group: "Run", keys: ["Space"], run: togglePlay },
  { id: "step", title: "Step to the next event", group: "Run", keys: ["."], run: stepOnce },
  { id: "restart", title: "Restart the run", group: "Run", keys: ["Shift+r"], run: restartRun },
  { id: "slower", title: "Slower", group: "Run", keys: ["["], run: slower },
  { id: "faster", title: "Faster", group: "Run", keys: ["]"], run: faster },
  {
    id: "run-to-end",
    title: "Run to the end",
    group: "Run",
    keys: ["Shift+e"],
    possible: () => useRun.getState().state !== "finished",
    run: runToEnd,
  },
  {
    id: "drills",
    title: "Failure drills",
    group: "Run",
    keys: ["d"],
    run: () => useDrillsView.getState().show(!useDrillsView.getState().open),
  },
  { id: "vary", title: "Vary a setting", group: "Run", run: () => useRepeatView.getState().vary() },
  { id: "repeat", title: "Repeat with 30 seeds", group: "Run", run: () => useRepeatView.getState().begin() },

  {
    id: "undo",
    title: "Undo",
    group: "Edit",
    keys: ["Mod+z"],
    possible: () => documents().history.past.length > 0,
    run: () => documents().undo(),
  },
  {
    id: "redo",
    title: "Redo",
    group: "Edit",
    keys: ["Mod+Shift+z", "Mod+y"],
    possible: () => documents().history.future.length > 0,
    run: () => documents().redo(),
  },
  { id: "cut", title: "Cut", group: "Edit", keys: ["Mod+x"], native: true, possible: hasTargets, run: () => void cutTargets() },
  { id: "copy", title: "Copy", group: "Edit", keys: ["Mod+c"], native: true, possible: hasTargets, run: () => void copyTargets() },
  { id: "paste", title: "Paste", group: "Edit", keys: ["Mod+v"], native: true, run: () => void pasteFromMenu() },
  { id: "duplicate", title: "Duplicate", group: "Edit", keys: ["Mod+d"], possible: hasTargets, run: () => void duplicateTargets() },
  { id: "delete", title: "Delete", group: "Edit", keys: ["Delete", "Backspace"], possible: hasTargets, run: () => removeTargets() },
  {
    id: "select",
    title: "Select what has the focus",
    group: "Edit",
    keys: ["Enter"],
    possible: () => focusedId() !== undefined,
    run: () => selectFocused(false),
  },
  {
    id: "select-more",
    title: "Add what has the focus to the selection",
    group: "Edit",
    keys: ["Shift+Enter"],
    possible: () => focusedId() !== undefined,
    run: () => selectFocused(true),
  },
  { id: "select-all", title: "Select all", group: "Edit", keys: ["Mod+a"], run: selectAll },
  {
    id: "select-none",
    title: "Select nothing",
    group: "Edit",
    keys: ["Escape"],
    possible: () => useSelection.getState().ids.size > 0,
    run: () => useSelection.getState().clear(),
  },
  {
    id: "connect",
    title: "Connect to another node",
    group: "Edit",
    keys: ["c"],
    possible: () => onlyNode() !== undefined,
    run: () => useCanvasMenu.getState().startConnecting(onlyNode() ?? ""),
  },

  ...arrangeCommands,

  { id: "fit", title: "Fit the diagram into view", group: "View", keys: ["f"], run: () => flow.fit() },
  { id: "zoom-in", title: "Zoom in", group: "View", keys: ["+", "="], run: () => flow.zoomIn() },
  { id: "zoom-out", title: "Zoom out", group: "View", keys: ["-"], run: () => flow.zoomOut() },
  { id: "snap", title: "Snap to the grid, on or off", group: "View", keys: ["g"], run: () => useCanvasSettings.getState().toggleSnap() },
  {
    id: "toggle-palette",
    title: "Show or fold the palette",
    group: "View",
    keys: ["Mod+b"],
    run: () => useLayout.getState().toggle("palette"),
  },
  {
    id: "toggle-inspector",
    title: "Show or fold the inspector",
    group: "View",
    keys: ["Mod+i"],
    run: () => useLayout.getState().toggle("inspector"),
  },
  {
    id: "toggle-dock",
    title: "Show or fold the run panel",
    group: "View",
    keys: ["Mod+j"],
    run: () => useLayout.getState().toggle("dock"),
  },
  { id: "theme-system", title: "Theme: as the system", group: "View", run: () => useTheme.getState().choose("system") },
  { id: "theme-light", title: "Theme: light", group: "View", run: () => useTheme.getState().choose("light") },
  { id: "theme-dark", title: "Theme: dark", group: "View", run: () => useTheme.getState().choose("dark") },

  { id: "new", title: "New document", group: "Document", run: () => void newDocument() },
  { id: "documents", title: "Open documents", group: "Document", keys: ["Mod+o"], run: openDocuments },
  { id: "examples", title: "Worked examples", group: "Document", run: () => useGallery.getState().show(true) },
  { id: "import", title: "Import JSON", group: "Document", run: () => void importFile() },
  { id: "export", title: "Export JSON", group: "Document", keys: ["Mod+s"], run: exportJson },
  { id: "share", title: "Share a link", group: "Document", run: openShare },

  { id: "palette", title: "Command palette", group: "Help", keys: ["Mod+k"], run: () => useCommandUi.getState().show("palette") },
  {
    id: "fidelity",
    title: "Fidelity: what is simulated, and what is not",
    group: "Help",
    run: () => useCommandUi.getState().show("fidelity"),
  },
  { id: "shortcuts", title: "Keyboard shortcuts", group: "Help", keys: ["?"], run: () => useCommandUi.getState().show("shortcuts") },
];

/** The command with this id; menus name what they hold. */
export function commandOf(id: string): Command {
  const found = commands.find((command) => command.id === id);
  if (found === undefined) throw new Error(`No command is called "${id}".`);
  return found;
}

function selectAll(): void {
  const { nodes, boundaries, notes, links } = documents().topology;
  useSelection.getState().select([...nodes, ...boundaries, ...notes, ...links].map(({ id }) => id));
}

function selectFocused(more: boolean): void {
  const id = focusedId();
  if (id === undefined) return;
  const { select, toggle } = useSelection.getState();
  if (more) toggle(id);
  else select([id]);
}
