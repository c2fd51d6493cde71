import { homesOf } from "../../topology/places";
import type { TopologyNode } from "../../topology/schema";
import { replicaStates } from "../panels/state-words";
import { useDocument } from "../stores/document-store";
import { useCanvasMenu } from "./canvas-menu-store";
import { Menu, MenuItem } from "./menu";
import { boxOnScreen } from "./node-on-screen";
import { toggleReplica } from "./replica-faults";

/** The replicas of a node, to kill or restore one without aiming at its pip. */
export function ReplicaMenu() {
  const id = useCanvasMenu((state) => state.replicasOf);
  const { close } = useCanvasMenu.getState();
  if (id === null) return null;
  const { topology } = useDocument.getState();
  const node = topology.nodes.find((element) => element.id === id);
  const homes =
    node === undefined ? [] : homesOf(node as TopologyNode).map((home) => topology.boundaries.find((one) => one.id === home)?.name ?? home);
  const box = boxOnScreen(id);
  const states = replicaStates(id);
  return (
    <Menu x={box.right + 4} y={box.top} label={`Replicas of ${node?.name ?? ""}`} onClose={close}>
      <div className="menu-title">{states.length === 0 ? "The run has not started yet" : `Replicas of ${node?.name}`}</div>
      {states.map((state, replica) => (
        <MenuItem
          // biome-ignore lint/suspicious/noArrayIndexKey: a replica is its index
          key={replica}
          onSelect={() => {
            close();
            toggleReplica(id, replica);
          }}
        >
          {state === "down" ? "Restore" : "Kill"} replica {replica + 1}
          {homes.length > 1 && ` in ${homes[replica % homes.length]}`}
          {state === "up" || state === "down" ? "" : `, ${state}`}
        </MenuItem>
      ))}
    </Menu>
  );
}
