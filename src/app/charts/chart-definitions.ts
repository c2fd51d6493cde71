import type { MetricId } from "../../lab/statistics/metrics";
import { durationText } from "../panels/duration-text";
import { nodeColumn, peak, perSecond, reasonColumn, type Values, type Windows, windowColumn } from "./window-columns";

/** A custom property of the theme. */
export type Tone = "ok" | "warn" | "bad" | "traffic" | "network" | "compute" | "data" | "messaging" | "muted";

export interface Series {
  readonly label: string;
  readonly tone: Tone;
  /** Lengths of dashes and gaps [px]: lines differ in more than their colour. */
  readonly dash?: readonly number[];
  readonly values: Values;
  /** The figure of the run that the line shows window by window. */
  readonly metric?: MetricId;
  /** Why the line is not to be trusted. */
  readonly doubt?: string | undefined;
}

export interface ChartDefinition {
  readonly id: string;
  readonly title: string;
  /** Said once beside the title. */
  readonly note: string;
  /** Stands in for the lines while there are none. */
  readonly none: string;
  /** The top of the axis when nothing is higher. */
  readonly atLeast: number;
  /** A log scale is offered. */
  readonly canBeLog?: boolean;
  /** Whole-number ticks only. */
  readonly whole?: boolean;
  print(value: number): string;
  /** `names` gives a node's name by its id. */
  read(from: Windows, names: ReadonlyMap<string, string>): Series[];
}

/** More lines than this in one chart cannot be told apart. */
const MOST_NODES = 6;
const DASH = [5, 3];
const DOTS = [1, 3];

const looks: readonly Pick<Series, "tone" | "dash">[] = [
  { tone: "compute" },
  { tone: "messaging" },
  { tone: "data" },
  { tone: "network" },
  { tone: "traffic", dash: DASH },
  { tone: "warn", dash: DASH },
  { tone: "bad", dash: DOTS },
  { tone: "muted", dash: DASH },
];
const look = (i: number) => looks[i % looks.length] as Pick<Series, "tone" | "dash">;

/** Failures are never green. */
const failureLooks: readonly Pick<Series, "tone" | "dash">[] = [
  { tone: "bad" },
  { tone: "messaging" },
  { tone: "network" },
  { tone: "compute" },
  { tone: "traffic" },
  { tone: "warn", dash: DASH },
  { tone: "bad", dash: DASH },
  { tone: "muted", dash: DASH },
];
const failureLook = (i: number) => failureLooks[i % failureLooks.length] as Pick<Series, "tone" | "dash">;

const rate = (value: number) => `${plain(value)} /s`;

function plain(value: number): string {
  if (value >= 10_000) return `${Number((value / 1000).toPrecision(3))}k`;
  return value >= 10 || Number.isInteger(value) ? String(Math.round(value)) : String(Number(value.toPrecision(2)));
}

/** Every chart of the dock, in order; one line of the table each. */
export const chartDefinitions: readonly ChartDefinition[] = [
  {
    id: "latency",
    title: "Latency",
    note: "of ok requests",
    none: "nothing measured yet",
    atLeast: 10,
    canBeLog: true,
    print: durationText,
    read: (from) => [
      { label: "p50", tone: "ok", metric: "latencyP50Ms", values: windowColumn(from, "p50Ms") },
      { label: "p95", tone: "traffic", metric: "latencyP95Ms", values: windowColumn(from, "p95Ms") },
      { label: "p99", tone: "compute", metric: "latencyP99Ms", values: windowColumn(from, "p99Ms") },
    ],
  },
  {
    id: "throughput",
    title: "Throughput",
    note: "requests",
    none: "nothing measured yet",
    atLeast: 1,
    print: rate,
    read: (from) => [
      { label: "ok", tone: "ok", values: perSecond(from, windowColumn(from, "ok")) },
      {
        label: "ok in time",
        tone: "traffic",
        dash: DASH,
        values: perSecond(from, windowColumn(from, "good")),
      },
      { label: "failed", tone: "bad", values: perSecond(from, windowColumn(from, "failed")) },
    ],
  },
  {
    id: "queues",
    title: "Queue depth",
    note: "by node",
    none: "nobody has waited so far",
    atLeast: 4,
    whole: true,
    print: plain,
    read: (from, names) => topNodes(from, names, "queued"),
  },
  {
    id: "failures",
    title: "Failures",
    note: "by reason",
    none: "none so far",
    atLeast: 1,
    print: rate,
    read: (from) =>
      from.layout.reasons
        .map((label, i) => ({ label, ...failureLook(i), values: perSecond(from, reasonColumn(from, i)) }))
        .filter(({ label, values }) => label !== "ok" && peak(values) > 0),
  },
  {
    id: "utilisation",
    title: "Utilisation",
    note: "by node",
    none: "nothing has worked so far",
    atLeast: 1,
    print: (value) => `${Math.round(value * 100)} %`,
    read: (from, names) => topNodes(from, names, "utilisationRatio"),
  },
];

/** The nodes that reached highest, in the order of the document so that lines keep their look while they grow. */
function topNodes(from: Windows, names: ReadonlyMap<string, string>, column: "queued" | "utilisationRatio"): Series[] {
  const all = from.layout.nodeIds.map((id, i) => {
    const values = nodeColumn(from, i, column);
    return { label: names.get(id) ?? id, ...look(i), values, peak: peak(values) };
  });
  const least = all.map((line) => line.peak).sort((a, b) => b - a)[MOST_NODES - 1] ?? 0;
  return all
    .filter((line) => line.peak > 0 && line.peak >= least)
    .slice(0, MOST_NODES)
    .map(({ peak: _, ...line }) => line);
}
