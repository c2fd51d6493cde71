import { connectionProblem } from "../../topology/connection";
import { useDocument } from "../stores/document-store";
import { useCanvasMenu } from "./canvas-menu-store";
import { join } from "./join";
import { Menu, MenuItem } from "./menu";
import { boxOnScreen } from "./node-on-screen";

/** Connecting by keyboard: the nodes that the focused one can call, then those it cannot, each with the reason. */
export function ConnectList() {
  const from = useCanvasMenu((state) => state.connecting);
  const { close } = useCanvasMenu.getState();
  if (from === null) return null;
  const { topology } = useDocument.getState();
  const source = topology.nodes.find(({ id }) => id === from);
  const others = topology.nodes.filter(({ id }) => id !== from);
  const options = others
    .map(({ id, name }) => ({ id, name, problem: connectionProblem(topology, from, id) }))
    .sort((a, b) => Number(a.problem !== null) - Number(b.problem !== null));
  const box = boxOnScreen(from);
  return (
    <Menu x={box.right + 4} y={box.top} label={`Connect ${source?.name ?? ""} to`} onClose={close}>
      <div className="menu-title">{others.length === 0 ? "There is no other node yet" : `Connect ${source?.name} to`}</div>
      {options.map(({ id, name, problem }) => (
        <MenuItem
          key={id}
          note={problem ?? undefined}
          onSelect={() => {
            close();
            join({ source: from, target: id });
          }}
        >
          {name}
        </MenuItem>
      ))}
    </Menu>
  );
}
