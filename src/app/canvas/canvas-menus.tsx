import { CanvasMenu } from "./canvas-menu";
import { ConnectList } from "./connect-list";
import { ReplicaMenu } from "./replica-menu";
import "./menu.css";

/** The canvas's menus share one chunk, loaded when the first of them opens. */
export function CanvasMenus() {
  return (
    <>
      <CanvasMenu />
      <ConnectList />
      <ReplicaMenu />
    </>
  );
}
