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
  const node = useDocument.getState().topology.nodes.find((element) => element.id === id);
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
          {state === "up" || state === "down" ? "" : `, ${state}`}
        </MenuItem>
      ))}
    </Menu>
  );
}
