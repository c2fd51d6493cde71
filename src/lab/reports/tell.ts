import { exportTopology } from "../../topology/export";
import { timeText } from "../drill/words";
import type { DrillRecord } from "./record";
import type { Block } from "./story";
import { blastRadius, happened, losses, objectives } from "./tell-outcome";
import { expected, tried } from "./tell-plan";
import { overSeeds } from "./tell-seeds";
import { counted, grouped, seconds } from "./words";

/** A drill for someone who was not in the room: what was tried, what was expected, what happened, and how to see it again. */
export function tell(record: DrillRecord): Block[] {
  const { run, topology, seeds } = record;
  const { drill } = run;
  return [
    { type: "title", text: drill.drill.title, under: `A failure drill of ${topology.name}` },
    { type: "verdict", verdict: seeds?.verdict ?? drill.verdict ?? "invalid", text: verdictWords(record) },
    { type: "figures", figures: keyFigures(record) },
    ...tried(record),
    ...expected(record),
    ...(seeds === null ? [] : overSeeds(seeds)),
    ...happened(record),
    ...objectives(record),
    ...losses(record),
    ...blastRadius(record),
    ...again(record),
  ];
}

/** Why the verdict is what it is; without the verdict itself, which stands beside it. */
export function verdictWords({ run: { drill }, seeds }: DrillRecord): string {
  if (seeds === null) return sentence(drill.words.replace(/^(?:Held|Deviated|Invalid)[:.]\s*/, ""));
  const { held, deviated, invalid } = seeds.verdicts;
  const rest = [...(deviated > 0 ? [`deviates in ${deviated}`] : []), ...(invalid > 0 ? [`is invalid in ${invalid}`] : [])];
  return `Holds in ${held} of ${counted(seeds.seeds, "seed")}${rest.length === 0 ? "" : `, ${rest.join(", ")}`}.`;
}

/** An objective begins as it is written. */
const sentence = (text: string) => text.replace(/^(?:the|all) /, (word) => word[0].toUpperCase() + word.slice(1));

function keyFigures({ run: { drill }, seeds }: DrillRecord): { label: string; value: string }[] {
  if (seeds !== null) {
    const spread = (one: typeof seeds.lost, text: (value: number) => string, none: string) =>
      one === null ? none : one.low === one.high ? text(one.low) : `${text(one.low)} to ${text(one.high)}`;
    return [
      { label: "Holds in", value: `${seeds.verdicts.held} of ${seeds.seeds} seeds` },
      { label: "Time to detect", value: spread(seeds.timeToDetectMs, timeText, "never missed") },
      { label: "Time to recover", value: spread(seeds.timeToRecoverMs, timeText, "not recovered") },
      { label: "Requests lost", value: spread(seeds.lost, grouped, "-") },
    ];
  }
  if (drill.verdict === "invalid") return [];
  return [
    { label: "Time to detect", value: drill.timeToDetectMs === null ? "never missed" : timeText(drill.timeToDetectMs) },
    { label: "Time to recover", value: recoveryText(drill) },
    { label: "Requests lost", value: grouped(drill.lost.total) },
    { label: "Felt by", value: feltBy(drill.blastRadius) },
  ];
}

function recoveryText({ timeToRecoverMs, recovered }: DrillRecord["run"]["drill"]): string {
  if (timeToRecoverMs !== null) return timeText(timeToRecoverMs);
  return recovered === null ? "not asked for" : "not recovered";
}

function feltBy({ nodes, operations }: DrillRecord["run"]["drill"]["blastRadius"]): string {
  const felt = (all: typeof nodes) => all.filter((one) => one.felt.length > 0).length;
  return `${counted(felt(nodes), "node")}, ${counted(felt(operations), "operation")}`;
}

function again({ madeBy, reproduce, run, seeds, topology }: DrillRecord): Block[] {
  return [
    { type: "heading", text: "See it again" },
    {
      type: "text",
      text: "The same document and seed give the same run in the browser and on the command line, to the last digit of the run hash. Save the document below, then run:",
    },
    { type: "code", text: reproduce.command },
    {
      type: "table",
      head: ["What", "Value"],
      rows: [
        ...(seeds === null
          ? [["Seed", String(run.seed)]]
          : [
              ["Seeds", `${seeds.runs[0].seed} to ${seeds.runs[seeds.runs.length - 1].seed}`],
              ["Seed shown", String(run.seed)],
            ]),
        ["Run hash", { code: run.runHash }],
        ["Simulated", `${seconds(run.durationMs)}, ${counted(run.events, "event")}`],
        ["Made by", `${madeBy.name} ${madeBy.version}, document format ${madeBy.documentVersion}`],
      ],
    },
    { type: "file", name: reproduce.file, text: exportTopology(topology) },
  ];
}
