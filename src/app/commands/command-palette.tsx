import { Command as Cmdk } from "cmdk";
import { useState } from "react";
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

interface Entry {
  readonly id: string;
  readonly title: string;
  readonly keys?: string | undefined;
  run(): void;
}
interface Section {
  readonly heading: string;
  readonly entries: readonly Entry[];
}

/** Everything one can do, place or go to, by typing a few letters of it. */
export function CommandPalette() {
  const sections = useSections();
  const [search, setSearch] = useState(() => useCommandUi.getState().typed);
  const choose = (act: () => void) => () => {
    useCommandUi.getState().close();
    // What is opened next takes the focus after this dialog has given it back.
    requestAnimationFrame(act);
  };
  const items = ({ heading, entries }: Section) =>
    entries.map(({ id, title, keys, run }) => (
      <Cmdk.Item key={`${heading} ${id}`} value={`${title} ${heading} ${id}`} onSelect={choose(run)}>
        <span>{title}</span>
        {search !== "" && <small>{heading}</small>}
        <Keys written={keys} />
      </Cmdk.Item>
    ));
  return (
    <Modal title="Command palette" wide onClose={useCommandUi.getState().close}>
      <Cmdk label="Commands" loop className="command-palette">
        <Cmdk.Input ref={askForFocus} value={search} onValueChange={setSearch} placeholder="Type a command, a component or a node's name" />
        <Cmdk.List label="Matches">
          <Cmdk.Empty>Nothing matches. Try another word.</Cmdk.Empty>
          {/* Matches are ranked within their group alone: the best of all comes first only where there are no groups. */}
          {search === ""
            ? sections.map((section) => (
                <Cmdk.Group key={section.heading} heading={section.heading}>
                  {items(section)}
                </Cmdk.Group>
              ))
            : sections.map(items)}
        </Cmdk.List>
      </Cmdk>
    </Modal>
  );
}

function useSections(): Section[] {
  const nodes = useDocument((state) => state.topology.nodes);
  const offered = (command: Command) => command.id !== "palette" && command.possible?.() !== false;
  return [
    ...GROUPS.map((group) => ({
      heading: group,
      entries: commands
        .filter((command) => command.group === group && offered(command))
        .map(({ id, title, keys, run }) => ({ id, title, keys: keys?.[0], run })),
    })),
    {
      heading: "Add",
      entries: [...kinds, ...boundaryItems, noteItem].map(({ id, title }) => ({
        id,
        title: `Add ${title.toLowerCase()}`,
        run: () => flow.focus(placeInView(id)),
      })),
    },
    { heading: "Go to", entries: nodes.map(({ id, name }) => ({ id, title: name, run: () => goTo(id) })) },
  ];
}

/** The attribute, which a dialog heeds as it opens; React's own prop would focus too early and lose it again. */
function askForFocus(input: HTMLInputElement | null): void {
  input?.setAttribute("autofocus", "");
}

function goTo(id: string): void {
  useSelection.getState().select([id]);
  flow.focus(id);
}
