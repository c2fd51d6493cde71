import { markup } from "../../base/markup";
import { fitted, wrapped } from "../../base/text-width";
import { kindOf } from "../../catalog/kinds/definitions";
import { around, type Box, boxesById, NODE_SIZE } from "../edit/geometry";
import type { Topology, TopologyBoundary, TopologyNode, TopologyNote } from "../schema";
import { type Theme, themed } from "./palette";
import { pictureRules } from "./style";

/** What a drill does to an element of the picture: it is aimed at it, or it was felt there. */
export type Mark = "hit" | "felt";

export interface PictureOptions {
  readonly theme: Theme;
  /** By id of a node, link or boundary. */
  readonly marks?: ReadonlyMap<string, Mark>;
}

const MARGIN = 24;
const MOST_PIPS = 12;
const FONT = "Inter, system-ui, -apple-system, 'Segoe UI', sans-serif";

/**
 * A document as one SVG that needs nothing from outside: boundaries, links, nodes and notes where they lie on the canvas.
 * The same document always gives the same bytes.
 */
export function topologyPicture(topology: Topology, { theme, marks = new Map() }: PictureOptions): string {
  const boxes = boxesById(topology);
  const whole = around(boxes.values()) ?? { x: 0, y: 0, width: 320, height: 120 };
  const { x, y, width, height } = {
    x: whole.x - MARGIN,
    y: whole.y - MARGIN,
    width: whole.width + 2 * MARGIN,
    height: whole.height + 2 * MARGIN,
  };
  const mark = (id: string) => marks.get(id);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="fy-picture" role="img" aria-label="${markup(`Architecture: ${topology.name}`)}" viewBox="${x} ${y} ${width} ${height}" width="${width}" height="${height}" font-family="${FONT}" font-size="13">`,
    `<style>\n${themed(theme, pictureRules)}\n</style>`,
    `<defs><marker id="fy-arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path class="fy-head" d="M2 1.5 9 5 2 8.5"/></marker></defs>`,
    `<rect class="fy-paper" x="${x}" y="${y}" width="${width}" height="${height}"/>`,
    ...inward(topology.boundaries).map((boundary) => zone(boundary, mark(boundary.id))),
    ...topology.links.map((link) => {
      const [from, to] = [boxes.get(link.from), boxes.get(link.to)];
      return from === undefined || to === undefined ? "" : line(from, to, mark(link.id));
    }),
    ...(topology.nodes as readonly TopologyNode[]).map((node) => face(node, mark(node.id))),
    ...topology.notes.map(note),
    "</svg>",
    "",
  ].join("\n");
}

/** Boundaries after those that they lie in. */
function inward(boundaries: readonly TopologyBoundary[]): readonly TopologyBoundary[] {
  const depth = (boundary: TopologyBoundary, left = boundaries.length): number => {
    const parent = boundaries.find(({ id }) => id === boundary.parent);
    return parent === undefined || left === 0 ? 0 : 1 + depth(parent, left - 1);
  };
  return boundaries
    .map((boundary) => ({ boundary, depth: depth(boundary) }))
    .sort((a, b) => a.depth - b.depth)
    .map(({ boundary }) => boundary);
}

function zone({ name, position: { x, y }, size: { width, height } }: TopologyBoundary, mark: Mark | undefined): string {
  const words = fitted(name, (width - 24) / 12);
  return `<g><title>${markup(name)}</title><rect class="fy-zone${marked(mark)}" x="${x}" y="${y}" width="${width}" height="${height}" rx="10"/><text class="fy-word" x="${x + 12}" y="${y + 20}" font-size="12" font-weight="600">${markup(words)}</text>${badge(mark, x + width - 12, y + 20)}</g>`;
}

/** From the right side of one box to the left side of the other, as the canvas draws it. */
function line(from: Box, to: Box, mark: Mark | undefined): string {
  const [startX, startY] = [from.x + from.width, from.y + from.height / 2];
  const [endX, endY] = [to.x, to.y + to.height / 2];
  const gap = endX - startX;
  const bend = gap >= 0 ? gap / 2 : 6.25 * Math.sqrt(-gap);
  const at = (value: number) => Number(value.toFixed(1));
  return `<path class="fy-link${marked(mark)}" d="M${at(startX)} ${at(startY)} C${at(startX + bend)} ${at(startY)} ${at(endX - bend)} ${at(endY)} ${at(endX)} ${at(endY)}" marker-end="url(#fy-arrow)"/>`;
}

function face({ name, kind: kindId, config, position: { x, y } }: TopologyNode, mark: Mark | undefined): string {
  const kind = kindOf(kindId);
  const subtitle = kind.subtitle?.(config as never) || kind.title;
  const replicas = kind.ports.incoming ? kind.replicas(config as never) : 0;
  const icon = kind.icon.map((path) => `<path d="${path}"/>`).join("");
  return [
    `<g transform="translate(${x} ${y})"><title>${markup(`${name}: ${kind.title}`)}</title>`,
    `<rect class="fy-node${marked(mark)}" width="${NODE_SIZE.width}" height="${NODE_SIZE.height}" rx="9"/>`,
    `<rect class="fy-tile-${kind.family}" x="11" y="13" width="26" height="26" rx="7"/>`,
    `<g class="fy-icon-${kind.family}" transform="translate(16.5 18.5) scale(0.625)">${icon}</g>`,
    `<text class="fy-name" x="45" y="23">${markup(fitted(name, 112 / 13))}</text>`,
    `<text class="fy-word" x="45" y="39" font-size="11">${markup(fitted(subtitle, 112 / 11))}</text>`,
    `${pips(replicas)}${badge(mark, NODE_SIZE.width - 11, NODE_SIZE.height - 11)}</g>`,
  ].join("");
}

/** A square per replica, or their number where squares would be too many. */
function pips(replicas: number): string {
  const y = NODE_SIZE.height - 19;
  if (replicas > MOST_PIPS) return `<text class="fy-word" x="11" y="${y + 8}" font-size="11">${replicas} replicas</text>`;
  return Array.from({ length: replicas }, (_, i) => `<rect class="fy-pip" x="${11 + 11 * i}" y="${y}" width="8" height="8" rx="2"/>`).join(
    "",
  );
}

function note({ text, position: { x, y }, size: { width, height } }: TopologyNote): string {
  const lines = wrapped(text, (width - 20) / 12, Math.max(1, Math.floor((height - 12) / 16)));
  const spans = lines.map((words, i) => `<tspan x="${x + 10}" y="${y + 20 + 16 * i}">${markup(words)}</tspan>`).join("");
  return `<g><title>${markup(text)}</title><rect class="fy-note" x="${x}" y="${y}" width="${width}" height="${height}" rx="6"/><text class="fy-word" font-size="12">${spans}</text></g>`;
}

const marked = (mark: Mark | undefined) => (mark === undefined ? "" : ` fy-${mark}`);

/** A word beside the colour, which alone would say nothing to some. */
function badge(mark: Mark | undefined, x: number, y: number): string {
  return mark === undefined ? "" : `<text class="fy-mark-${mark}" x="${x}" y="${y}" text-anchor="end" font-size="11">${mark}</text>`;
}
