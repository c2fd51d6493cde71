import { useRef, useState } from "react";
import { problemText } from "../../base/problem";
import type { Problem } from "../../base/problem";
import type { Drill } from "../../topology/drills/schema";
import { useDocument } from "../stores/document-store";
import { setDrill } from "./drill-edit";
import { ObjectiveChip } from "./objective-chip";
import { ObjectiveLine } from "./objective-line";
import { useDrillReport } from "./drill-results";

interface HypothesisProps {
  readonly drill: Drill;
  /** What keeps the drill from running, with paths inside it. */
  readonly problems: readonly Problem[];
}

/** The objectives of a drill, a line of text each, with what the run has shown of them. */
export function Hypothesis({ drill, problems }: HypothesisProps) {
  const standing = useDocument((state) => state.topology.objectives);
  const [isAdding, setAdding] = useState(false);
  const adder = useRef<HTMLButtonElement>(null);
  const report = useDrillReport(drill.id)?.report;
  const { hypothesis } = drill;
  const set = (label: string, lines: readonly string[], mergeKey?: string) => setDrill(drill, label, { hypothesis: [...lines] }, mergeKey);
  const replace = (i: number, text: string, visit: number) =>
    set("Change objective", hypothesis.with(i, text), `${drill.id}:objective:${visit}`);
  const chip = (text: string) => {
    const found = report?.objectives.find((objective) => objective.text === text);
    return found === undefined ? null : <ObjectiveChip objective={found} isInvalid={report?.verdict === "invalid"} />;
  };
  return (
    <section className="drill-hypothesis" aria-label="Hypothesis">
      <h4>Hypothesis</h4>
      <ul>
        {hypothesis.map((text, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line keeps its place while its words change
          <li key={i}>
            <ObjectiveLine
              label={`Objective ${i + 1}`}
              text={text}
              problem={problemAt(problems, `hypothesis[${i}]`)}
              verdict={chip(text)}
              change={(next, visit) => replace(i, next, visit)}
              remove={() => set("Remove objective", hypothesis.toSpliced(i, 1))}
              next={() => setAdding(true)}
            />
          </li>
        ))}
        {isAdding && (
          <li>
            <NewLine
              number={hypothesis.length + 1}
              add={(text) => {
                set("Add objective", [...hypothesis, text]);
                setAdding(false);
              }}
              cancel={() => setAdding(false)}
              done={() => requestAnimationFrame(() => adder.current?.focus())}
            />
          </li>
        )}
        {standing.map((text) => (
          <li key={text} className="objective-standing" title="Holds in every drill of this document">
            <code>{text}</code> {chip(text)}
          </li>
        ))}
      </ul>
      {!isAdding && (
        <button ref={adder} type="button" className="drill-add" onClick={() => setAdding(true)}>
          Add objective
        </button>
      )}
    </section>
  );
}

interface NewLineProps {
  readonly number: number;
  add(text: string): void;
  cancel(): void;
  /** By Enter: the focus has nowhere to go by itself. */
  done(): void;
}

/** A line that is in no document yet: it goes in when it is left, or with Enter. */
function NewLine({ number, add, cancel, done }: NewLineProps) {
  const [text, setText] = useState("");
  const leave = () => (text.trim() === "" ? cancel() : add(text));
  const enter = () => {
    leave();
    done();
  };
  return <ObjectiveLine label={`Objective ${number}`} text={text} autoFocus change={setText} remove={cancel} next={enter} leave={leave} />;
}

function problemAt(problems: readonly Problem[], path: string): string | undefined {
  const found = problems.find((problem) => problem.path === path || problem.path.endsWith(`.${path}`));
  return found === undefined ? undefined : problemText(found);
}
