import type { KindDefinition, NodeMetric, Readout } from "../../catalog/define";
import { NODE_COLUMNS, type ReplicaState } from "../../lab/frame";
import { replicaStates } from "../panels/state-words";
import { live } from "../stores/live";
import { onTick } from "./live-ticker";
import { readoutText } from "./readout-text";

interface Face {
  readonly id: string;
  readonly kind: KindDefinition;
  readonly readouts: readonly Readout[];
  readonly name: string;
  readonly element: HTMLElement;
}

/** The elements of a face that change with the run, looked up once. */
interface Parts {
  readonly face: HTMLElement;
  readonly node: Element | null;
  readonly figures: readonly (Element | null)[];
  readonly bar: HTMLElement | null;
  readonly pips: readonly HTMLElement[];
  readonly bars: readonly HTMLElement[];
  readonly words: Element | null;
}

/** Keeps a node's figures current without rendering it: frames are written straight into its elements. */
export function attachFace(face: Face): () => void {
  const { element, readouts } = face;
  const parts: Parts = {
    face: element,
    node: element.closest(".react-flow__node"),
    figures: readouts.map((_, i) => element.querySelector(`[data-readout="${i}"]`)),
    bar: element.querySelector<HTMLElement>("[data-bar]"),
    pips: [...element.querySelectorAll<HTMLElement>("[data-pip]")],
    bars: [...element.querySelectorAll<HTMLElement>("[data-part]")],
    words: element.querySelector("[data-state-words]"),
  };
  return onTick(() => {
    writeFigures(face, parts);
    writeParts(face, parts);
    writeReplicas(face, parts);
  });
}

function writeFigures({ id, kind, readouts }: Face, { figures, bar }: Parts): void {
  const row = live.nodeIndex.get(id);
  const cells = live.frame?.nodes;
  const value = (metric: NodeMetric): number =>
    row === undefined ? Number.NaN : (cells?.[row * NODE_COLUMNS.length + NODE_COLUMNS.indexOf(metric)] ?? Number.NaN);
  readouts.forEach((readout, i) => {
    setText(figures[i] ?? null, readoutText(readout, value));
  });
  if (bar === null || kind.bar === undefined) return;
  const ratio = Math.min(1, Math.max(0, value(kind.bar) || 0));
  bar.style.width = `${(100 * ratio).toFixed(1)}%`;
  // A full bar warns only where it means load: a cache's bar shows its hits.
  const load = kind.bar === "utilisationRatio";
  bar.dataset.level = load && ratio >= 0.95 ? "bad" : load && ratio >= 0.8 ? "warn" : "ok";
}

/** Bars stand beside the tallest: which part lags, not by how much; that the figures say. */
function writeParts({ id }: Face, { bars }: Parts): void {
  const row = live.nodeIndex.get(id);
  if (bars.length === 0 || row === undefined || live.layout === null) return;
  const from = live.layout.partBase[row] ?? 0;
  const levels = bars.map((_, part) => live.frame?.parts[from + part] ?? 0);
  const tallest = Math.max(1, ...levels);
  bars.forEach((bar, part) => {
    const level = `${Math.round((100 * (levels[part] ?? 0)) / tallest)}%`;
    if (bar.style.getPropertyValue("--level") !== level) bar.style.setProperty("--level", level);
  });
}

function writeReplicas({ id, kind, name }: Face, { face, node, pips, words }: Parts): void {
  const all = replicaStates(id);
  pips.forEach((pip, i) => {
    pip.dataset.state = all[i] ?? "up";
  });
  // Room for replicas that may come is no replica.
  const states = all.filter((state) => state !== "absent");
  const up = states.filter((state) => state === "up").length;
  const stopped = states.filter((state) => state === "down" || state === "paused").length;
  const trouble = troubleOf(states);
  const health = trouble === "" ? "up" : stopped === states.length ? "down" : stopped > 0 ? "part" : "degraded";
  if (face.dataset.health !== health) face.dataset.health = health;
  setText(words, trouble);
  const replicas = states.length > 1 || trouble !== "" ? `, ${up} of ${states.length} replicas up` : "";
  const label = `${name}, ${kind.title}${kind.ports.incoming ? replicas : ""}`;
  if (node !== null && node.getAttribute("aria-label") !== label) node.setAttribute("aria-label", label);
}

/** "2 of 3 down": the worst that is true; empty when all is well. */
function troubleOf(states: readonly ReplicaState[]): string {
  for (const wrong of ["down", "paused", "degraded"] as const) {
    const count = states.filter((state) => state === wrong).length;
    if (count > 0) return states.length === 1 ? capitalised(wrong) : `${count} of ${states.length} ${wrong}`;
  }
  return "";
}

const capitalised = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

function setText(element: Element | null, text: string): void {
  if (element !== null && element.textContent !== text) element.textContent = text;
}
