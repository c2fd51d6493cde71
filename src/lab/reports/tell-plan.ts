import { measureOf } from "../../topology/objectives/measures";
import { parseObjective } from "../../topology/objectives/parse";
import type { Mark } from "../../topology/picture/picture";
import type { DrillReport, ProbeSpan } from "../drill/report";
import { withoutProbe } from "../drill/words";
import { type DrillRecord, ownFaults, planOf } from "./record";
import type { Block, Cell } from "./story";
import { counted, seconds } from "./words";

/** What the method did to whom, and when it would have been called off. */
export function tried(record: DrillRecord): Block[] {
  const {
    run: { drill },
    topology,
  } = record;
  const { drill: plan, steps } = planOf(record);
  const own = ownFaults(record).length;
  const targets = new Map(steps.map(({ id, targets: some }) => [id, some]));
  return [
    { type: "heading", text: "What was tried" },
    ...paragraphs(drill.drill.description),
    ...paragraphs(topology.description),
    {
      type: "picture",
      topology,
      marks: marksOf(
        drill,
        steps.flatMap(({ targets: some }) => some ?? []),
      ),
    },
    ...(steps.length === 0
      ? [{ type: "text", text: "The method is empty: nothing was broken." } as const]
      : [methodTable(steps, drill, (id) => whom(topology, targets.get(id) ?? null))]),
    ...(own === 0
      ? []
      : [
          {
            type: "text",
            text: `Beside the method, ${counted(own, "fault")} of the document's own came and went as scheduled there.`,
          } as const,
        ]),
    ...plan.stop.map(
      ({ objective, forMs }): Block => ({
        type: "text",
        text: `Called off once "${objective}" is missed for ${seconds(forMs)} without a break.`,
      }),
    ),
    { type: "text", text: rollbackWords(plan.rollback, plan.stop.length > 0) },
  ];
}

function paragraphs(text: string): Block[] {
  return text.split(/\n\s*\n?/).flatMap((one) => (one.trim() === "" ? [] : [{ type: "text", text: one.trim() }]));
}

type Steps = readonly { readonly id: string; readonly label: string; readonly startMs: number; readonly endMs: number | null }[];

/** Of steps that a stop condition kept from beginning, or that an invalid drill never came to, it says so. */
function methodTable(planned: Steps, { steps, verdict }: DrillReport, target: (id: string) => string): Block {
  const row = (one: Steps[number]): Cell[] => {
    const done = steps.find(({ id }) => id === one.id);
    if (done === undefined) return [one.label, target(one.id), "never begun", ""];
    return [done.label, target(one.id), seconds(done.startMs), done.endMs === null ? "the end" : seconds(done.endMs)];
  };
  const head = ["Step", "Target", { number: "From" }, { number: "To" }];
  return { type: "table", head, rows: (verdict === "invalid" || steps.length < planned.length ? planned : steps).map(row) };
}

function marksOf({ blastRadius: { nodes } }: DrillReport, targets: readonly string[]): ReadonlyMap<string, Mark> {
  const felt = nodes.filter((one) => one.felt.length > 0).map(({ id }) => [id, "felt"] as const);
  const hit = targets.map((id) => [id, "hit"] as const);
  return new Map<string, Mark>([...felt, ...hit]);
}

/** The names of what a step is aimed at; links by their ends. */
function whom({ nodes, links, boundaries }: DrillRecord["topology"], targets: readonly string[] | null): string {
  if (targets === null) return "everything";
  const name = (id: string): string =>
    nodes.find((one) => one.id === id)?.name ?? boundaries.find((one) => one.id === id)?.name ?? linkName(id);
  const linkName = (id: string) => {
    const link = links.find((one) => one.id === id);
    return link === undefined ? id : `${name(link.from)} to ${name(link.to)}`;
  };
  return targets.map(name).join(", ");
}

const UNDONE = {
  all: "everything is undone",
  faults: "faults and traffic are undone, operators' actions stay",
  nothing: "nothing is undone",
} as const;

function rollbackWords(
  { atEnd, atStop }: { readonly atEnd: keyof typeof UNDONE; readonly atStop: keyof typeof UNDONE },
  canStop: boolean,
): string {
  return `At the method's end ${UNDONE[atEnd]}${canStop ? `; at a stop ${UNDONE[atStop]}` : ""}.`;
}

const PROBED: Readonly<Record<ProbeSpan, string>> = {
  before: "before the method",
  during: "during the method",
  after: "after recovery",
  always: "throughout",
};

/** The hypothesis, in the drill's own words and in plain ones. */
export function expected(record: DrillRecord): Block[] {
  const { drill } = record.run;
  const planned = planOf(record).objectives;
  const { settledMs, steadyUntilMs, methodEndMs, recoveredByMs, endMs } = drill.times;
  const plan =
    drill.verdict === "invalid"
      ? `After ${seconds(settledMs)} to settle, all of it had to hold for ${seconds(steadyUntilMs - settledMs)} before anything was broken. It did not, and so the drill ended there: whatever it had broken, the result would have meant nothing.`
      : `After ${seconds(settledMs)} to settle, the hypothesis had to hold for ${seconds(steadyUntilMs - settledMs)}. Then the method acted until ${seconds(methodEndMs)}; from ${seconds(recoveredByMs)} on, when recovery was expected to be over, the hypothesis had to hold again until ${seconds(endMs)}.`;
  return [
    { type: "heading", text: "What was expected" },
    { type: "text", text: plan },
    {
      type: "table",
      head: ["Objective", "In words", "Looked at", "From"],
      rows: drill.objectives.map(({ text, from }, i) => [
        { code: withoutProbe(text) },
        inWords(text),
        planned[i].spans.map((span) => PROBED[span]).join(", "),
        from === "document" ? "every drill of the document" : "this drill",
      ]),
    },
  ];
}

function inWords(text: string): string {
  const parsed = parseObjective(text);
  if (!parsed.ok) return "";
  const { measure, target } = parsed.value.objective;
  const help = measureOf(measure)?.help ?? "";
  return target === null ? help : `${help} Of ${target.name}.`;
}
