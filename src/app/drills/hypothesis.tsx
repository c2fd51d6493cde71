import type { Problem } from "../../base/problem";
import { hereText } from "../../base/problem";
import type { Drill } from "../../topology/drills/schema";
import { useDocument } from "../stores/document-store";
import { setDrill, setStanding } from "./drill-edit";
import { useDrillReport } from "./drill-results";
import { ObjectiveChip } from "./objective-chip";
import { ObjectiveList } from "./objective-list";

interface HypothesisProps {
  readonly drill: Drill;
  /** What keeps the drill from running, with paths inside it or, for what stands in every drill, in the document. */
  readonly problems: readonly Problem[];
}

/** What has to hold: in this drill, and in every drill of the document; with what the run has shown of it. */
export function Hypothesis({ drill, problems }: HypothesisProps) {
  const standing = useDocument((state) => state.topology.objectives);
  const report = useDrillReport(drill.id)?.report;
  const verdict = (text: string) => {
    const found = report?.objectives.find((objective) => objective.text === text);
    return found === undefined ? null : <ObjectiveChip objective={found} isInvalid={report?.verdict === "invalid"} />;
  };
  return (
    <section className="drill-hypothesis" aria-label="Hypothesis">
      <h4>Hypothesis</h4>
      <ObjectiveList
        name="Objective"
        lines={drill.hypothesis}
        adds="Add objective"
        problem={(i) => problemAt(problems, `.hypothesis[${i}]`)}
        verdict={verdict}
        set={(label, lines, visit) =>
          setDrill(drill, label, { hypothesis: [...lines] }, visit === undefined ? undefined : `${drill.id}:objective:${visit}`)
        }
      />
      <h4>In every drill</h4>
      <ObjectiveList
        name="Objective of every drill"
        lines={standing}
        adds="Add to every drill"
        problem={(i) => problemAt(problems, `objectives[${i}]`)}
        verdict={verdict}
        set={(label, lines, visit) => setStanding(label, lines, visit === undefined ? undefined : `objectives:${visit}`)}
      />
    </section>
  );
}

function problemAt(problems: readonly Problem[], path: string): string | undefined {
  const found = problems.find((problem) => problem.path === path);
  return found === undefined ? undefined : hereText(found);
}
