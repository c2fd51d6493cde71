import { Modal } from "../persistence/modal";
import { type Command, GROUPS } from "./command";
import { useCommandUi } from "./command-ui-store";
import { commands } from "./commands";
import { Keys } from "./keys-view";
import "./command-palette.css";

/** Gestures and keys that no command stands for. */
const GESTURES: readonly (readonly [string, string])[] = [
  ["Move the selection", "Arrow keys, with Shift in larger steps"],
  ["Select several", "Shift and drag on the canvas, or Ctrl and click"],
  ["Pan", "Drag the canvas"],
  ["Zoom", "Scroll, or pinch"],
  ["Menu of a node, link or the canvas", "Right click, or Shift F10"],
];

/** Every shortcut, from the same list that the keys are read from. */
export function ShortcutSheet() {
  const { close } = useCommandUi.getState();
  const withKeys = (group: string) =>
    commands.filter((command): command is Command & { keys: readonly string[] } => command.group === group && command.keys !== undefined);
  return (
    <Modal title="Keyboard shortcuts" wide onClose={close}>
      {/* A region that scrolls must be reachable by keyboard. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: see above */}
      <section className="shortcut-sheet" aria-label="All shortcuts" tabIndex={0}>
        {GROUPS.filter((group) => withKeys(group).length > 0).map((group) => (
          <div key={group}>
            <h3>{group}</h3>
            <dl>
              {withKeys(group).map(({ id, title, keys }) => (
                <div key={id}>
                  <dt>{title}</dt>
                  <dd>
                    <Keys written={keys[0]} />
                  </dd>
                </div>
              ))}
            </dl>
          </div>
        ))}
        <div>
          <h3>On the canvas</h3>
          <dl>
            {GESTURES.map(([title, how]) => (
              <div key={title}>
                <dt>{title}</dt>
                <dd>{how}</dd>
              </div>
            ))}
          </dl>
        </div>
      </section>
    </Modal>
  );
}
