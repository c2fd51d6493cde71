import { kindOf } from "../../catalog/kinds/definitions";
import type { NodeMetric, Readout } from "../../catalog/define";
import { NODE_COLUMNS, REPLICA_STATES } from "../../lab/frame";
import { live, onFrame } from "../stores/live";

/** At most this often, figures are written [ms]. */
const INTERVAL_MS = 100;

interface Face {
  readonly id: string;
  readonly kind: string;
  readonly element: HTMLElement;
}

const faces = new Set<Face>();
let lastMs = Number.NEGATIVE_INFINITY;
let trailing: ReturnType<typeof setTimeout> | undefined;

/** Keeps a node's figures current without rendering it: frames are written straight into its elements. */
export function attachFace(face: Face): () => void {
  if (faces.size === 0) onFrame(writeAll);
  faces.add(face);
  write(face);
  return () => faces.delete(face);
}

function writeAll(): void {
  const now = performance.now();
  if (now - lastMs < INTERVAL_MS && live.frame !== null) {
    // The last frame before a pause must not be lost.
    clearTimeout(trailing);
    trailing = setTimeout(writeAll, INTERVAL_MS);
    return;
  }
  lastMs = now;
  for (const face of faces) write(face);
}

function write({ id, kind, element }: Face): void {
  const row = live.nodeIndex.get(id);
  const frame = live.frame;
  const definition = kindOf(kind);
  const value = (metric: NodeMetric): number =>
    frame === null || row === undefined ? Number.NaN : (frame.nodes[row * NODE_COLUMNS.length + NODE_COLUMNS.indexOf(metric)] ?? Number.NaN);
  definition.readouts.forEach((readout, i) => {
    setText(element.querySelector(`[data-readout="${i}"]`), readoutText(readout, value));
  });
  const bar = element.querySelector<HTMLElement>("[data-bar]");
  if (bar !== null && definition.bar !== undefined) {
    const ratio = Math.min(1, Math.max(0, value(definition.bar) || 0));
    bar.style.width = `${(100 * ratio).toFixed(1)}%`;
    // A full bar warns only where it means load: a cache's bar shows its hits.
    const load = definition.bar === "utilisationRatio";
    bar.dataset.level = load && ratio >= 0.95 ? "bad" : load && ratio >= 0.8 ? "warn" : "ok";
  }
  writeReplicas(element, row);
}

function writeReplicas(element: HTMLElement, row: number | undefined): void {
  const { frame, layout } = live;
  const from = row === undefined ? 0 : (layout?.replicaBase[row] ?? 0);
  const to = row === undefined ? 0 : (layout?.replicaBase[row + 1] ?? 0);
  const count: Record<string, number> = { up: 0, degraded: 0, paused: 0, down: 0 };
  for (let replica = from; replica < to; replica++) {
    const state = REPLICA_STATES[frame?.replicas[replica] ?? 0] ?? "up";
    count[state] = (count[state] ?? 0) + 1;
    const pip = element.querySelector<HTMLElement>(`[data-pip="${replica - from}"]`);
    if (pip !== null && pip.dataset.state !== state) {
      pip.dataset.state = state;
      pip.setAttribute("aria-label", `Replica ${replica - from + 1}, ${state}`);
    }
  }
  const total = to - from;
  const health = total === 0 || count.up === total ? "up" : count.down === total ? "down" : "part";
  element.dataset.health = health;
  const words = total === 0 || count.up === total ? "" : downWords(count, total);
  setText(element.querySelector("[data-state-words]"), words);
}

function downWords(count: Record<string, number>, total: number): string {
  const [state] = (["down", "paused", "degraded"] as const).filter((name) => (count[name] ?? 0) > 0);
  if (state === undefined) return "";
  return total === 1 ? state : `${count[state]} of ${total} ${state}`;
}

function setText(element: Element | null, text: string): void {
  if (element !== null && element.textContent !== text) element.textContent = text;
}

export function readoutText(readout: Readout, value: (metric: NodeMetric) => number): string {
  const figure = value(readout.metric);
  if (Number.isNaN(figure)) return "–";
  switch (readout.format) {
    case "ratio":
      return `${Math.round(100 * figure)}%`;
    case "count":
      return compact(figure);
    case "ms":
      return duration(figure);
    case "perSecond":
      return `${compact(figure)}/s`;
    case "countOf":
      return `${compact(figure)} of ${compact(readout.of === undefined ? Number.NaN : value(readout.of))}`;
  }
}

/** At most four characters where it can be. */
export function compact(value: number): string {
  if (value >= 999_500) return `${(value / 1_000_000).toFixed(1)}M`;
  if (value >= 9_995) return `${(value / 1000).toFixed(value >= 99_950 ? 0 : 1)}k`;
  return String(Math.round(value));
}

export function duration(ms: number): string {
  if (ms >= 60_000) return `${(ms / 60_000).toFixed(1)}min`;
  if (ms >= 10_000) return `${(ms / 1000).toFixed(0)}s`;
  if (ms >= 1000) return `${(ms / 1000).toFixed(1)}s`;
  return ms >= 10 || ms === 0 ? `${Math.round(ms)}ms` : `${ms.toFixed(1)}ms`;
}
