import { type ReactNode, useRef, useState } from "react";
import { ObjectiveLine } from "./objective-line";

interface ObjectiveListProps {
  /** What its lines are called: "Objective", and their number. */
  readonly name: string;
  readonly lines: readonly string[];
  /** The words of the button below. */
  readonly adds: string;
  /** What is wrong with a line in its drill, where its words alone are right. */
  problem(line: number): string | undefined;
  verdict(text: string): ReactNode;
  /** `visit` joins the keystrokes of one visit to a line. */
  set(label: string, lines: readonly string[], visit?: number): void;
}

/** Objectives, a line of text each. */
export function ObjectiveList({ name, lines, adds, problem, verdict, set }: ObjectiveListProps) {
  const [isAdding, setAdding] = useState(false);
  const adder = useRef<HTMLButtonElement>(null);
  return (
    <>
      <ul>
        {lines.map((text, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line keeps its place while its words change
          <li key={i}>
            <ObjectiveLine
              label={`${name} ${i + 1}`}
              text={text}
              problem={problem(i)}
              verdict={verdict(text)}
              change={(next, visit) => set("Change objective", lines.with(i, next), visit)}
              remove={() => set("Remove objective", lines.toSpliced(i, 1))}
              next={() => setAdding(true)}
            />
          </li>
        ))}
        {isAdding && (
          <li>
            <NewLine
              label={`${name} ${lines.length + 1}`}
              add={(text) => {
                set("Add objective", [...lines, text]);
                setAdding(false);
              }}
              cancel={() => setAdding(false)}
              done={() => requestAnimationFrame(() => adder.current?.focus())}
            />
          </li>
        )}
      </ul>
      {!isAdding && (
        <button ref={adder} type="button" className="drill-add" onClick={() => setAdding(true)}>
          {adds}
        </button>
      )}
    </>
  );
}

interface NewLineProps {
  readonly label: string;
  add(text: string): void;
  cancel(): void;
  /** By Enter: the focus has nowhere to go by itself. */
  done(): void;
}

/** A line that is in no document yet: it goes in when it is left, or with Enter. */
function NewLine({ label, add, cancel, done }: NewLineProps) {
  const [text, setText] = useState("");
  const leave = () => (text.trim() === "" ? cancel() : add(text));
  const enter = () => {
    leave();
    done();
  };
  return <ObjectiveLine label={label} text={text} autoFocus change={setText} remove={cancel} next={enter} leave={leave} />;
}
