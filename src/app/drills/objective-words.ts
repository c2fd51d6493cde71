import { kindOf } from "../../catalog/kinds/definitions";
import { type Measure, measureOf, measures } from "../../topology/objectives/measures";
import { PROBES } from "../../topology/objectives/objective";
import { parseObjective } from "../../topology/objectives/parse";
import { operationsOf, resolveObjective } from "../../topology/objectives/resolve";
import type { ObjectiveProblem } from "../../topology/objectives/scanner";
import type { Topology, TopologyNode } from "../../topology/schema";

/** What is wrong with an objective in this document, and at which character; null where nothing is. */
export function objectiveProblem(topology: Topology, text: string): ObjectiveProblem | null {
  const parsed = parseObjective(text);
  if (!parsed.ok) return parsed.error;
  const resolved = resolveObjective(topology, parsed.value);
  return resolved.ok ? null : resolved.error;
}

/** Something that may come next: what it is called, and the whole text with it. */
export interface Completion {
  readonly label: string;
  readonly help: string;
  readonly text: string;
}

const LIMITS: Readonly<Record<Measure["unit"], readonly string[]>> = {
  time: ["< 100ms", "< 300ms", "< 1s", "< 10s"],
  share: ["< 0.1%", "< 1%", "< 5%"],
  rate: ["> 50/s", "> 100/s"],
  count: ["= 0", "< 100", "< 1000"],
  either: ["< 100", "< 500ms"],
};
const MOST = 12;

/** What may follow where the text ends, from the grammar and the document. */
export function completions(topology: Topology, text: string): Completion[] {
  const make = (
    before: string,
    word: string,
    ending: string,
    options: readonly { readonly label: string; readonly help: string; readonly insert?: string }[],
  ) =>
    options
      .filter(({ label }) => label.toLowerCase().startsWith(word.toLowerCase()) && label !== word)
      .slice(0, MOST)
      .map(({ label, help, insert = label }) => ({ label, help, text: `${before}${insert}${ending}` }));

  const start = /^\s*([a-z0-9.]*)$/i.exec(text);
  if (start !== null) return [...make("", start[1] ?? "", "", measureOptions()), ...afterMeasure(topology, text.trim())];
  const target = /^(.*\()([^()]*)$/.exec(text);
  if (target !== null)
    return make(target[1] ?? "", (target[2] ?? "").replaceAll('"', ""), ")", targetOptions(topology, (target[1] ?? "").slice(0, -1)));
  const part = /^\s*queue(\([^()]*\))\.?([a-z]*)$/.exec(text);
  if (part !== null && !/\.(depth|age)$/.test(text)) {
    return make(text.replace(/\.?[a-z]*$/, "."), part[2] ?? "", "", [
      { label: "depth", help: "how many wait" },
      { label: "age", help: "how long the oldest has waited" },
    ]);
  }
  if (/^[^<>=≤≥]*$/.test(text)) return limitOptions(text);
  const tail = /^(.*[\d%smh]\s+)([a-z]*)$/i.exec(text);
  if (tail === null) return [];
  const probes = PROBES.map((label) => ({ label, help: PROBE_HELP[label] }));
  const measure = measureOf(measureIn(text));
  const over =
    / over /.test(text) || measure?.moves !== true
      ? []
      : ["10s", "30s", "1m", "5m"].map((time) => ({ label: `over ${time}`, help: "in every window so long" }));
  return make(tail[1] ?? "", tail[2] ?? "", "", [...over, ...probes]);
}

const PROBE_HELP = {
  before: "in the steady state alone",
  after: "once it had time to recover",
  during: "while the method acts",
  always: "from the steady state to the end",
} as const;

function measureOptions() {
  return [...new Map(measures.map(({ id, help }) => [id.split(".")[0] as string, help]))].map(([label, help]) => ({ label: label, help }));
}

/** A whole word that is a measure: a bracket, or a limit at once. */
function afterMeasure(topology: Topology, word: string): Completion[] {
  const known = measureOf(word) ?? measures.find(({ id }) => id.startsWith(`${word}.`));
  if (known === undefined || word === "") return [];
  const named =
    known.target === "none" || targetOptions(topology, word).length === 0
      ? []
      : [{ label: `${word}(…)`, help: "of one operation or node", text: `${word}(` }];
  return known.target === "node" ? named : [...limitOptions(word), ...named];
}

function limitOptions(text: string): Completion[] {
  const measure = measureOf(measureIn(text));
  if (measure === undefined) return [];
  const limits = measure.id === "availability" ? [">= 99%", ">= 99.9%", ">= 99.99%"] : LIMITS[measure.unit];
  return limits.map((label) => ({ label, help: measure.help, text: `${text.trimEnd()} ${label}` }));
}

function measureIn(text: string): string {
  return (
    text
      .replace(/\([^)]*\)/, "")
      .trim()
      .split(/[\s<>=≤≥]/)[0] ?? ""
  );
}

function targetOptions(topology: Topology, measure: string) {
  const word = measure.trim();
  const known = measureOf(word) ?? measures.find(({ id }) => id.startsWith(`${word}.`));
  const operations =
    known?.target === "any" ? operationsOf(topology).map((label) => ({ label, help: "operation", insert: quoted(label) })) : [];
  const nodes = (topology.nodes as readonly TopologyNode[])
    .filter(({ kind }) => kindOf(kind).ports.incoming)
    .map(({ id, name, kind }) => ({ label: name, help: kindOf(kind).title, insert: quoted(isUnique(topology, name) ? name : id) }));
  return [...operations, ...nodes];
}

const isUnique = ({ nodes }: Topology, name: string) => nodes.filter((node) => node.name === name).length === 1;
const quoted = (name: string) => (/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name) ? name : JSON.stringify(name));
