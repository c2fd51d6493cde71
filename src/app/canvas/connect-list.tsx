import { connectionProblem } from "../../topology/connection";
import { useDocument } from "../stores/document-store";
import { useCanvasMenu } from "./canvas-menu-store";
import { join } from "./join";
import { Menu, MenuItem } from "./menu";

/** Connecting by keyboard: the nodes that the focused one can call. */
export function ConnectList() {
  const connecting = useCanvasMenu((state) => state.connecting);
  const { close } = useCanvasMenu.getState();
  if (connecting === null) return null;
  const { topology } = useDocument.getState();
  const element = document.querySelector(`.react-flow__node[data-id="${CSS.escape(connecting)}"]`);
  const box = element?.getBoundingClientRect();
  const others = topology.nodes.filter(({ id }) => id !== connecting);
  const possible = others.filter(({ id }) => connectionProblem(topology, connecting, id) === null);
  const [example] = others;
  return (
    <Menu x={box?.right ?? 0} y={box?.top ?? 0} label="Connect to" onClose={close}>
      <div className="menu-title">Connect to</div>
      {possible.map(({ id, name }) => (
        <MenuItem
          key={id}
          onSelect={() => {
            close();
            join({ source: connecting, target: id, sourceHandle: null, targetHandle: null });
          }}
        >
          {name}
        </MenuItem>
      ))}
      {possible.length === 0 && (
        <MenuItem onSelect={close}>
          {example === undefined ? "There is no other node yet." : (connectionProblem(topology, connecting, example.id) ?? "Nothing to connect to.")}
        </MenuItem>
      )}
    </Menu>
  );
}
