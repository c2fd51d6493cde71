import type { DrillReport, FeltMetric, FeltReport, ObjectiveReport } from "../drill/report";
import { timeText, valueText, withoutProbe } from "../drill/words";
import { chartsOf, timelineOf } from "./plots";
import type { DrillRecord } from "./record";
import type { Block, Cell } from "./story";
import { figure, grouped, seconds, share } from "./words";

/** The run from its start to its end, in pictures and by phase. */
export function happened(record: DrillRecord): Block[] {
  const { run, series, seeds } = record;
  const { drill } = run;
  const stop =
    drill.stopped === null
      ? []
      : [`The method was called off at ${seconds(drill.stopped.atMs)}: "${drill.stopped.objective}" had been missed for too long.`];
  const shown =
    seeds === null
      ? []
      : [
          `Below is one of the runs, seed ${run.seed}: ${seeds.verdict === "held" ? "the first" : "the first that did not hold"}. ${drill.words}`,
        ];
  return [
    { type: "heading", text: seeds === null ? "What happened" : `What happened with seed ${run.seed}` },
    ...[...shown, ...stop].map((text): Block => ({ type: "text", text })),
    { type: "timeline", timeline: timelineOf(record) },
    ...chartsOf(record).map((chart): Block => ({ type: "chart", chart })),
    phaseTable(drill, series),
  ];
}

function phaseTable({ times, verdict }: DrillReport, { startMs, endMs, ok, failed, p99Ms }: DrillRecord["series"]): Block {
  const phases: (readonly [string, number, number])[] = [
    ["Steady state", times.settledMs, times.steadyUntilMs],
    ...(verdict === "invalid"
      ? []
      : ([
          ["Method", times.steadyUntilMs, times.methodEndMs],
          ["Recovery", times.methodEndMs, times.recoveredByMs],
          ["Judged again", times.recoveredByMs, times.endMs],
        ] as const)),
  ];
  const rows = phases.flatMap(([name, fromMs, toMs]): Cell[][] => {
    // A window belongs to what most of it lies in, as objectives have it too.
    const middles = startMs.map((at, i) => (at + endMs[i]) / 2);
    const within = middles.flatMap((at, i) => (at >= fromMs && at < toMs ? [i] : []));
    if (within.length === 0) return [];
    const sum = (values: readonly number[]) => within.reduce((total, i) => total + values[i], 0);
    const ended = sum(ok) + sum(failed);
    const worst = within.flatMap((i) => (p99Ms[i] === null ? [] : [p99Ms[i]]));
    return [
      [
        name,
        seconds(fromMs),
        seconds(toMs),
        grouped(sum(ok)),
        grouped(sum(failed)),
        ended === 0 ? "-" : share(sum(failed) / ended),
        worst.length === 0 ? "-" : timeText(Math.max(...worst)),
      ],
    ];
  });
  const head = [
    "Phase",
    { number: "From" },
    { number: "To" },
    { number: "Answered" },
    { number: "Failed" },
    { number: "Failed, of all" },
    { number: "Worst window's p99" },
  ];
  return { type: "table", head, rows };
}

/** Every objective with what was measured, and what it cost of an error budget. */
export function objectives({ run: { drill } }: DrillRecord): Block[] {
  const rows = drill.objectives.flatMap((objective) =>
    objective.probes.map((probe, i): Cell[] => [
      i === 0 ? { code: withoutProbe(objective.text) } : "",
      probe.span,
      valueText(probe.value, objective),
      { verdict: probe.verdict },
      i === 0 ? after(objective.timeToDetectMs) : "",
      i === 0 ? recovery(objective, drill) : "",
    ]),
  );
  const head = ["Objective", "When", { number: "Measured" }, "Verdict", { number: "First missed" }, { number: "Recovered" }];
  return [{ type: "heading", text: "Objectives" }, { type: "table", head, rows }, ...budgets(drill)];
}

const after = (ms: number | null) => (ms === null ? "-" : `after ${timeText(ms)}`);

function recovery({ timeToRecoverMs, timeToDetectMs }: ObjectiveReport, { verdict }: DrillReport): string {
  if (verdict === "invalid" || timeToDetectMs === null) return "-";
  return timeToRecoverMs === null ? "-" : `after ${timeText(timeToRecoverMs)}`;
}

function budgets({ objectives: all, verdict }: DrillReport): Block[] {
  const rows = all.flatMap(({ text, budget }): Cell[][] =>
    budget === null || verdict === "invalid"
      ? []
      : [
          [
            { code: withoutProbe(text) },
            share(budget.allowedRatio),
            share(budget.spentRatio),
            figure(budget.burnRate),
            figure(budget.peakBurnRate),
          ],
        ],
  );
  if (rows.length === 0) return [];
  return [
    {
      type: "text",
      text: "Error budgets: the share of requests that an objective lets fail, how much of it this run spent, and how fast. A burn rate of 1 spends just what is allowed.",
    },
    {
      type: "table",
      head: ["Objective", { number: "May fail" }, { number: "Spent" }, { number: "Burn rate" }, { number: "Peak burn rate" }],
      rows,
    },
  ];
}

/** Requests that failed, by reason. */
export function losses({ run: { drill } }: DrillRecord): Block[] {
  if (drill.verdict === "invalid") return [];
  const { total, byReason } = drill.lost;
  const rows = Object.entries(byReason)
    .sort(([, a], [, b]) => b - a)
    .map(([reason, count]): Cell[] => [reason, grouped(count), share(count / total)]);
  return [
    { type: "heading", text: "Requests lost" },
    rows.length === 0
      ? { type: "text", text: "No request failed from the method's start on." }
      : {
          type: "table",
          head: ["Reason", { number: "Requests" }, { number: "Of those lost" }],
          rows: [...rows, ["All", grouped(total), ""]],
        },
  ];
}

const METRICS: Readonly<Record<FeltMetric, { readonly title: string; text(value: number): string }>> = {
  errors: { title: "failed requests", text: share },
  latency: { title: "p99 latency", text: timeText },
  traffic: { title: "throughput", text: (value) => `${figure(value)}/s` },
  load: { title: "utilisation", text: share },
  waiting: { title: "waiting requests", text: figure },
};

/** Which operations and nodes felt it, and how. */
export function blastRadius({ run: { drill } }: DrillRecord): Block[] {
  if (drill.verdict === "invalid") return [];
  const { operations, nodes } = drill.blastRadius;
  const rows = [
    ...operations.flatMap((one) => feltRows(one, "operation")),
    ...nodes.flatMap((one) => feltRows(one, one.hit ? "node, hit" : "node")),
  ];
  return [
    { type: "heading", text: "Blast radius" },
    ...(rows.length === 0
      ? [{ type: "text", text: "Nobody felt it: no figure left what the steady state had shown." } as const]
      : [
          { type: "text", text: "Who felt it: a figure left what the steady state had shown by more than chance does." } as const,
          {
            type: "table",
            head: ["Who", "Sort", "What", { number: "Usual" }, { number: "Worst" }, { number: "From" }, { number: "To" }],
            rows,
          } as const,
        ]),
  ];
}

function feltRows({ name, felt }: FeltReport, sort: string): Cell[][] {
  if (felt.length === 0) return [[name, sort, "nothing", "", "", "", ""]];
  return felt.map(({ metric, usual, worst, fromMs, untilMs }, i) => {
    const { title, text } = METRICS[metric];
    const [low, high] = usual.map(text);
    return [
      i === 0 ? name : "",
      i === 0 ? sort : "",
      title,
      low === high ? low : `${low} to ${high}`,
      text(worst),
      seconds(fromMs),
      seconds(untilMs),
    ];
  });
}
