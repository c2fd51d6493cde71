import type { FigureDeclaration, KindDefinition, NodeMetric } from "../../catalog/define";
import type { PolicyDefinition } from "../../catalog/policies/define";
import { LINK_COLUMNS, LINK_STATES, NODE_COLUMNS } from "../../lab/frame";
import { durationText } from "./duration-text";

/** One figure of a table: where it stands in a frame, its words, and how it is printed. */
export interface Figure {
  readonly title: string;
  readonly from: "nodes" | "links" | "figures" | "policies";
  readonly column: number;
  readonly help?: string | undefined;
  print(value: number): string;
}

const count = (value: number) => (Math.abs(value) >= 100 || Number.isInteger(value) ? Math.round(value).toString() : value.toFixed(1));
const percent = (value: number) => `${(value * 100).toFixed(value < 0.1 && value > 0 ? 1 : 0)} %`;
const perSecond = (value: number) => `${value >= 10 || value === 0 ? Math.round(value) : value.toFixed(1)} /s`;

const printed = (print: (value: number) => string) => (value: number) => (Number.isFinite(value) ? print(value) : "–");
const nodeFigure = (title: string, metric: NodeMetric, print: (value: number) => string): Figure => ({
  title,
  from: "nodes",
  column: NODE_COLUMNS.indexOf(metric),
  print: printed(print),
});

/** What a kind's nodes are worth reading: sources wait for nothing, and only what has slots has a utilisation. */
export function nodeFigures(kind: KindDefinition): readonly Figure[] {
  const source = !kind.ports.incoming;
  const busy = kind.bar === "utilisationRatio" || kind.readouts.some(({ metric }) => metric === "utilisationRatio");
  return [
    nodeFigure(source ? "Sent" : "Arrivals", "arrivalsPerSecond", perSecond),
    nodeFigure("Ok", "okPerSecond", perSecond),
    nodeFigure("Failed", "failedPerSecond", perSecond),
    ...(busy ? [nodeFigure("Utilisation", "utilisationRatio", percent)] : []),
    ...(source ? [] : [nodeFigure("Waiting", "queued", count)]),
    nodeFigure(source ? "Awaiting an answer" : "In work", "inFlight", count),
    nodeFigure("p50", "p50Ms", durationText),
    nodeFigure("p95", "p95Ms", durationText),
    nodeFigure("p99", "p99Ms", durationText),
    ...kind.gauges.map((gauge, index) => nodeFigure(gauge.title, `gauge${index}` as NodeMetric, gaugePrinter(gauge.id, gauge.unit))),
  ];
}

/** What a kind's nodes have come to over the run. */
export function runFigures(kind: KindDefinition): readonly Figure[] {
  return declared(kind.figures ?? [], "figures", 0);
}

/** What a link's policies have counted over the run; `active` in the order of their registry. */
export function policyFigures(active: readonly PolicyDefinition[]): readonly Figure[] {
  const figures: Figure[] = [];
  for (const policy of active) {
    for (const figure of declared(policy.figures ?? [], "policies", figures.length)) {
      figures.push({ ...figure, title: `${policy.title}: ${figure.title.toLowerCase()}` });
    }
  }
  return figures;
}

function declared(figures: readonly FigureDeclaration[], from: Figure["from"], first: number): Figure[] {
  return figures.map(({ id, title, unit, help }, i) => ({
    title,
    from,
    column: first + i,
    help,
    print: printed(gaugePrinter(id, unit)),
  }));
}

function gaugePrinter(id: string, unit: string): (value: number) => string {
  if (unit === "ms") return durationText;
  if (unit === "" || id.endsWith("Ratio")) return percent;
  return (value) => `${count(value)} ${unit}`;
}

type LinkColumn = (typeof LINK_COLUMNS)[number];
const linkFigure = (title: string, column: LinkColumn, print: (value: number) => string): Figure => ({
  title,
  from: "links",
  column: LINK_COLUMNS.indexOf(column),
  print: printed(print),
});

/** What the callers on a link see. */
export const linkFigures: readonly Figure[] = [
  linkFigure("Calls", "callsPerSecond", perSecond),
  linkFigure("Failures", "failuresPerSecond", perSecond),
  linkFigure("Retries", "retriesPerSecond", perSecond),
  linkFigure("Awaiting an answer", "inFlight", count),
  linkFigure("p50", "p50Ms", durationText),
  linkFigure("p99", "p99Ms", durationText),
  linkFigure("State", "state", (value) => (value === 0 ? "as usual" : (LINK_STATES[value] ?? "–"))),
];

/** The same where calls need connections. */
export const connectedLinkFigures: readonly Figure[] = [
  ...linkFigures,
  linkFigure("Connections", "connections", count),
  linkFigure("New connections", "connectionsPerSecond", perSecond),
  linkFigure("Waiting for a connection", "awaitingConnection", count),
];
