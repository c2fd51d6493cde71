import type { Problem } from "../../base/problem";
import { errorAt } from "../checks/problem-at";
import { type Measure, measureOf } from "../objectives/measures";
import { inBaseUnits, type Objective } from "../objectives/objective";
import { type ParsedObjective, parseObjective } from "../objectives/parse";
import { printObjective } from "../objectives/print";
import type { Topology } from "../schema";
import { isProblem, problemIn, readObjective } from "./objective-problems";
import type { Drill } from "./schema";
import { methodLengthMs } from "./timeline";

/** The objectives that every drill of the document has. */
export function standingProblems(topology: Topology): Problem[] {
  return topology.objectives.flatMap((text, i) => {
    const read = readObjective(topology, text, `objectives[${i}]`);
    return isProblem(read) ? [read] : [];
  });
}

/** Hypothesis and stop conditions of a drill. */
export function hypothesisProblems(topology: Topology, drill: Drill, path: string): Problem[] {
  const { hypothesis, stop } = drill;
  if (hypothesis.length + topology.objectives.length === 0) {
    return [
      errorAt(`${path}.hypothesis`, "The drill has no hypothesis: nothing would be judged.", 'Add an objective, such as "errors < 1%".'),
    ];
  }
  const known = new Set<string>();
  return [
    ...aimlessRecovery(topology, drill, path),
    ...topology.objectives.flatMap((text, i) => windowProblems(topology, drill, text, `objectives[${i}]`, known)),
    ...hypothesis.flatMap((text, i) => {
      const read = readObjective(topology, text, `${path}.hypothesis[${i}]`);
      return isProblem(read) ? [read] : windowProblems(topology, drill, text, `${path}.hypothesis[${i}]`, known);
    }),
    ...stop.flatMap(({ objective }, i) => {
      const at = `${path}.stop[${i}].objective`;
      const read = readObjective(topology, objective, at);
      return isProblem(read) ? [read] : stopProblems(read, objective, at);
    }),
  ];
}

/** Whether an objective, which is sound in itself, can be probed in this drill; and whether it is there already. */
function windowProblems(topology: Topology, drill: Drill, text: string, path: string, known: Set<string>): Problem[] {
  const read = readObjective(topology, text, path);
  // Of the document's own objectives it has been said what is wrong with them.
  if (isProblem(read)) return [];
  const { objective, places } = read;
  const printed = printObjective(objective);
  if (known.has(printed)) return [errorAt(path, `${JSON.stringify(text)} is there twice.`, "Remove one of them.")];
  known.add(printed);
  const { afterMs } = drill.windows;
  if (objective.measure === "recovery" && inBaseUnits(objective.limit) > afterMs) {
    const message = `The drill ends ${afterMs} ms after its method: so long a recovery would not be seen.`;
    return [
      problemIn(text, { at: places.limit, length: 0, message, remedy: "Make windows.afterMs longer, or write a shorter time." }, path),
    ];
  }
  if (objective.measure === "recovery" && (objective.probe ?? "after") !== "after") {
    return [errorAt(path, `${JSON.stringify(text)}: recovery is known after the method alone.`, `Remove "${objective.probe}".`)];
  }
  const methodMs = methodLengthMs(drill) ?? 0;
  if (objective.probe === "during" && methodMs === 0) {
    return [
      errorAt(
        path,
        `${JSON.stringify(text)}: there is no method during which it could be probed.`,
        'Add a fault, or write "before", "after" or "always".',
      ),
    ];
  }
  const overMs = objective.over === null ? 0 : inBaseUnits(objective.over);
  const short = probedSpans(drill, objective, methodMs).find(({ lengthMs }) => lengthMs < overMs);
  if (short === undefined) return [];
  const message = `The window of ${overMs} ms is longer than what is probed ${short.name}, ${short.lengthMs} ms.`;
  return [problemIn(text, { at: places.over, length: 0, message, remedy: `Shorten the window, or make ${short.field} longer.` }, path)];
}

/** What an objective is probed on, by its probe. */
function probedSpans({ windows, expectedRecoveryMs }: Drill, { probe }: Objective, methodMs: number) {
  const before = { name: "before the method", lengthMs: windows.beforeMs, field: "windows.beforeMs" };
  const after = { name: "after recovery", lengthMs: windows.afterMs - expectedRecoveryMs, field: "windows.afterMs" };
  const during = { name: "during the method", lengthMs: methodMs, field: "the method" };
  switch (probe) {
    case "before":
      return [before];
    case "after":
      return [after];
    case "during":
      return [during];
    case "always":
      return [{ ...before, lengthMs: windows.beforeMs + methodMs + windows.afterMs }];
    case null:
      return [before, after];
  }
}

/** Recovery is when everything else that is to hold after the method does so again. */
function aimlessRecovery({ objectives }: Topology, { hypothesis }: Drill, path: string): Problem[] {
  const parsed = [...objectives, ...hypothesis].map((text) => parseObjective(text));
  const isAfter = parsed.some(
    (one) =>
      one.ok && measureOf(one.value.objective.measure)?.moves === true && [null, "after", "always"].includes(one.value.objective.probe),
  );
  const at = hypothesis.findIndex((_, i) => {
    const one = parsed[objectives.length + i];
    return one.ok && one.value.objective.measure === "recovery";
  });
  if (at === -1 || isAfter) return [];
  return [
    errorAt(
      `${path}.hypothesis[${at}]`,
      `${JSON.stringify(hypothesis[at])}: nothing else is asked to hold after the method, so nothing can recover.`,
      'Add an objective such as "errors < 1%".',
    ),
  ];
}

function stopProblems({ objective }: ParsedObjective, text: string, path: string): Problem[] {
  if (objective.probe !== null) {
    return [errorAt(path, `${JSON.stringify(text)}: a stop condition is watched while the method acts.`, `Remove "${objective.probe}".`)];
  }
  if (!(measureOf(objective.measure) as Measure).moves) {
    return [
      errorAt(path, `${JSON.stringify(text)}: ${objective.measure} cannot stop a drill: it is known at the end.`, "Use another measure."),
    ];
  }
  return [];
}
