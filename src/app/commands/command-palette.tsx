import { Command as Cmdk } from "cmdk";
import { kinds } from "../../catalog/kinds/definitions";
import { flow } from "../canvas/flow-instance";
import { boundaryItems, noteItem, placeInView } from "../canvas/place";
import { Modal } from "../persistence/modal";
import { useDocument } from "../stores/document-store";
import { useSelection } from "../stores/selection-store";
import { type Command, GROUPS } from "./command";
import { useCommandUi } from "./command-ui-store";
import { commands } from "./commands";
import { Keys } from "./keys-view";
import "./command-palette.css";

/** Everything one can do, place or go to, by typing a few letters of it. */
export function CommandPalette() {
  const { close } = useCommandUi.getState();
  const nodes = useDocument((state) => state.topology.nodes);
  const after = (act: () => void) => () => {
    close();
    // What is opened next takes the focus after this dialog has given it back.
    requestAnimationFrame(act);
  };
  const offered = (command: Command) => command.id !== "palette" && command.possible?.() !== false;
  return (
    <Modal title="Command palette" wide onClose={close}>
      <Cmdk label="Commands" loop className="command-palette">
        <Cmdk.Input ref={askForFocus} placeholder="Type a command, a component or a node's name" />
        <Cmdk.List label="Matches">
          <Cmdk.Empty>Nothing matches. Try another word.</Cmdk.Empty>
          {GROUPS.map((group) => (
            <Cmdk.Group key={group} heading={group}>
              {commands
                .filter((command) => command.group === group && offered(command))
                .map((command) => (
                  <Cmdk.Item key={command.id} value={`${command.title} ${group}`} onSelect={after(command.run)}>
                    {command.title}
                    <Keys written={command.keys?.[0]} />
                  </Cmdk.Item>
                ))}
            </Cmdk.Group>
          ))}
          <Cmdk.Group heading="Add">
            {[...kinds, ...boundaryItems, noteItem].map(({ id, title }) => (
              <Cmdk.Item key={id} value={`Add ${title}`} onSelect={after(() => flow.focus(placeInView(id)))}>
                Add {title.toLowerCase()}
              </Cmdk.Item>
            ))}
          </Cmdk.Group>
          <Cmdk.Group heading="Go to">
            {nodes.map(({ id, name }) => (
              <Cmdk.Item key={id} value={`Go to ${name} ${id}`} onSelect={after(() => goTo(id))}>
                {name}
              </Cmdk.Item>
            ))}
          </Cmdk.Group>
        </Cmdk.List>
      </Cmdk>
    </Modal>
  );
}

/** The attribute, which a dialog heeds as it opens; React's own prop would focus too early and lose it again. */
function askForFocus(input: HTMLInputElement | null): void {
  input?.setAttribute("autofocus", "");
}

function goTo(id: string): void {
  useSelection.getState().select([id]);
  flow.focus(id);
}
