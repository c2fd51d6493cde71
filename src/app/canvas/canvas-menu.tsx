import { canAim } from "../../catalog/faults/aim";
import type { FaultDefinition, TargetType } from "../../catalog/faults/define";
import { faults } from "../../catalog/faults/definitions";
import { kindOf } from "../../catalog/kinds/definitions";
import { freshId, usedIds } from "../../topology/edit/ids";
import type { FaultEntry, Topology, TopologyNode } from "../../topology/schema";
import { commandOf } from "../commands/commands";
import { keyWords } from "../commands/keys";
import { faultWords } from "../dock/fault-words";
import { useDocument } from "../stores/document-store";
import { useRun } from "../stores/run-store";
import { useCanvasMenu } from "./canvas-menu-store";
import { Menu, MenuItem } from "./menu";
import { activeFaults } from "./replica-faults";

const ELEMENT_COMMANDS = ["connect", "copy", "cut", "duplicate", "delete"];
const CANVAS_COMMANDS = ["paste", "select-all", "undo", "redo", "tidy", "fit", "snap"];

/** The right-click menu of a node, link, boundary or the bare canvas: edit it, break it, mend it. */
export function CanvasMenu() {
  const at = useCanvasMenu((state) => state.at);
  const { close } = useCanvasMenu.getState();
  if (at === null) return null;
  const { topology } = useDocument.getState();
  const type = targetType(topology, at.id);
  const breaks = at.id === null || type === null ? [] : faultsFor(topology, at.id, type);
  const mends = activeFaults().filter(({ target }) => (at.id === null ? true : target.type !== "all" && target.id === at.id));
  const run = (action: () => void) => () => {
    close();
    action();
  };
  return (
    <Menu x={at.x} y={at.y} label="Actions" onClose={close}>
      {(at.id === null ? CANVAS_COMMANDS : ELEMENT_COMMANDS)
        .map(commandOf)
        .filter(({ possible }) => possible?.() !== false)
        .map((command) => (
          <MenuItem
            key={command.id}
            keys={command.keys?.[0] === undefined ? undefined : keyWords(command.keys[0]).join(" ")}
            onSelect={run(command.run)}
          >
            {command.title}
          </MenuItem>
        ))}
      {breaks.length > 0 && <div className="menu-title">Break it now</div>}
      {breaks.map((fault) => (
        <MenuItem key={fault.id} onSelect={run(() => inject(fault, at.id as string, type as TargetType))}>
          {fault.title}
        </MenuItem>
      ))}
      {mends.length > 0 && <div className="menu-title">Mend</div>}
      {mends.map((fault) => (
        <MenuItem key={fault.id} onSelect={run(() => useRun.getState().controls.clear(fault.id))}>
          {faultWords(topology, fault)}
        </MenuItem>
      ))}
    </Menu>
  );
}

function targetType(topology: Topology, id: string | null): TargetType | null {
  if (topology.nodes.some((node) => node.id === id)) return "node";
  if (topology.links.some((link) => link.id === id)) return "link";
  return topology.boundaries.some((boundary) => boundary.id === id) ? "boundary" : null;
}

function faultsFor(topology: Topology, id: string, type: TargetType): FaultDefinition[] {
  const node = (topology.nodes as readonly TopologyNode[]).find((candidate) => candidate.id === id);
  return (faults as readonly FaultDefinition[]).filter(
    (fault) => fault.targets.includes(type) && (node === undefined || canAim(fault, kindOf(node.kind))),
  );
}

function inject(fault: FaultDefinition, id: string, type: TargetType): void {
  useRun.getState().controls.inject({
    id: freshId(usedIds(useDocument.getState().topology), fault.id),
    type: fault.id,
    target: { type, id },
    params: fault.params.parse({}),
  } as Omit<FaultEntry, "startMs">);
}
