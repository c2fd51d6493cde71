import type { Problem } from "../../base/problem";
import { errorAt } from "../checks/problem-at";
import type { Topology } from "../schema";
import { hypothesisProblems, standingProblems } from "./check-hypothesis";
import { methodProblems } from "./check-method";
import type { Drill } from "./schema";
import { methodLengthMs, stepsOf } from "./timeline";

const LONGEST_MS = 86_400_000;

/** What keeps the document's drills from running. The document itself opens and runs without them. */
export function drillProblems(topology: Topology): Problem[] {
  const first = new Map<string, number>();
  return [
    ...standingProblems(topology),
    ...topology.drills.flatMap((drill, i) => {
      const other = first.get(drill.id);
      if (other === undefined) first.set(drill.id, i);
      const twice =
        other === undefined
          ? []
          : [errorAt(`drills[${i}].id`, `The id "${drill.id}" is already that of drills[${other}].`, "Give one of them another id.")];
      return [...twice, ...problemsOfDrill(topology, drill, `drills[${i}]`)];
    }),
  ];
}

/** What keeps one drill from running; `path` is where it stands in the document. */
export function problemsOfDrill(topology: Topology, drill: Drill, path: string): Problem[] {
  return [
    ...hypothesisProblems(topology, drill, path),
    ...idProblems(topology, drill, path),
    ...methodProblems(topology, drill, path),
    ...lengthProblems(drill, path),
  ];
}

/** Steps have ids of their own: within the drill, and beside what the document schedules in any run. */
function idProblems(topology: Topology, drill: Drill, path: string): Problem[] {
  const taken = new Map(topology.faults.map(({ id }, i) => [id, `faults[${i}]`]));
  return stepsOf(drill).flatMap(({ id, path: step }) => {
    const other = taken.get(id);
    taken.set(id, `${path}.${step}`);
    return other === undefined
      ? []
      : [errorAt(`${path}.${step}.id`, `The id "${id}" is already that of ${other}.`, "Give one of them another id.")];
  });
}

function lengthProblems(drill: Drill, path: string): Problem[] {
  const { windows, expectedRecoveryMs } = drill;
  const problems: Problem[] = [];
  if (expectedRecoveryMs >= windows.afterMs) {
    problems.push(
      errorAt(
        `${path}.expectedRecoveryMs`,
        `Recovery may take ${expectedRecoveryMs} ms, and the drill ends ${windows.afterMs} ms after its method: nothing would be left to judge.`,
        "Make windows.afterMs longer than the expected recovery.",
      ),
    );
  }
  const wholeMs = windows.settleMs + windows.beforeMs + (methodLengthMs(drill) ?? 0) + windows.afterMs;
  if (wholeMs > LONGEST_MS) {
    problems.push(errorAt(path, `The drill would last ${wholeMs} ms, longer than a day.`, "Shorten its windows or its method."));
  }
  return problems;
}
