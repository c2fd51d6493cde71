import { kindOf } from "../../catalog/kinds/definitions";
import { LINK_COLUMNS, WINDOW_COLUMNS, WINDOW_NODE_COLUMNS } from "../../lab/frame";
import type { RunResult } from "../../lab/result";
import type { Topology, TopologyNode } from "../../topology/schema";
import type { Live } from "../stores/live";
import { nodeById } from "./find-element";
import { singlePoints } from "./single-points";

/** One thing worth knowing of the run; `about` is the element to select for it. */
export interface Finding {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly tone: "calm" | "warn" | "bad";
  readonly about?: string | undefined;
}

/** What is judged: the document, the figures so far, and the result once there is one. */
export interface FindingsInput {
  readonly topology: Topology;
  readonly live: Pick<Live, "layout" | "frame" | "windows" | "windowCount" | "linkIndex">;
  readonly result: RunResult | null;
}

/** Busy all the time, up to what a window's average hides. */
const FULL_RATIO = 0.98;
/** Windows that count as "lately". */
const RECENT_WINDOWS = 10;
/** Fewer extra calls than this are the ordinary noise of a link. */
const AMPLIFIED = 1.1;

export function findings(input: FindingsInput): Finding[] {
  return [...utilisation(input), ...failures(input), ...amplification(input), ...structure(input.topology)];
}

function utilisation({ topology, live }: FindingsInput): Finding[] {
  const { layout, windows, windowCount } = live;
  if (layout === null || windowCount === 0) return [];
  const offset = WINDOW_NODE_COLUMNS.indexOf("utilisationRatio");
  const first = Math.max(0, windowCount - RECENT_WINDOWS);
  const busy = layout.nodeIds.flatMap((id, row) => {
    const node = nodeById(topology, id);
    if (node === undefined || !hasSlots(node)) return [];
    let sum = 0;
    for (let w = first; w < windowCount; w++) {
      sum += windows[w * layout.windowStride + WINDOW_COLUMNS.length + row * WINDOW_NODE_COLUMNS.length + offset] ?? 0;
    }
    return [{ node, ratio: sum / (windowCount - first) }];
  });
  busy.sort((a, b) => b.ratio - a.ratio);
  const full = busy.filter(({ ratio }) => ratio >= FULL_RATIO);
  const [top] = busy;
  if (full.length > 0) {
    return full.map(({ node }) => ({
      id: `full-${node.id}`,
      title: `${node.name} works at full utilisation`,
      text: "It is busy all the time: what comes in beyond that waits or is turned away. Give it more replicas, slots or cores, or less work.",
      tone: "bad",
      about: node.id,
    }));
  }
  if (top === undefined || top.ratio < 0.01) return [];
  return [
    {
      id: "bottleneck",
      title: `${top.node.name} is the busiest`,
      text: `It is used ${Math.round(top.ratio * 100)} % of the time; as load grows, this is the first to fill up.`,
      tone: top.ratio >= 0.8 ? "warn" : "calm",
      about: top.node.id,
    },
  ];
}

const hasSlots = (node: TopologyNode) => {
  const { bar, readouts } = kindOf(node.kind);
  return bar === "utilisationRatio" || readouts.some(({ metric }) => metric === "utilisationRatio");
};

function failures({ topology, live, result }: FindingsInput): Finding[] {
  const { layout, windows, windowCount } = live;
  if (layout === null) return [];
  const reasonsAt = WINDOW_COLUMNS.length + layout.nodeIds.length * WINDOW_NODE_COLUMNS.length;
  return layout.reasons
    .map((reason, i) => {
      let count = 0;
      for (let w = 0; w < windowCount; w++) count += windows[w * layout.windowStride + reasonsAt + i] ?? 0;
      return { reason, count: result?.requests.failuresByReason[reason] ?? count };
    })
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
    .map(({ reason, count }) => {
      const origin = originOf(topology, result, reason);
      return {
        id: `failed-${reason}`,
        title: `${count} ${count === 1 ? "request" : "requests"} failed: ${reason}`,
        text: origin === null ? "" : `Most of them come from ${origin.name}.`,
        tone: "bad",
        about: origin?.id,
      };
    });
}

/** Where failures of a reason begin: the callee with most of them that sees none of them at what it calls itself. */
function originOf(topology: Topology, result: RunResult | null, reason: string): TopologyNode | null {
  if (result === null) return null;
  const links = Object.values(result.links).filter((link) => (link.failuresByReason[reason] ?? 0) > 0);
  const passedOn = new Set(links.map(({ from }) => from));
  const counts = new Map<string, number>();
  for (const link of links) {
    if (!passedOn.has(link.to)) counts.set(link.to, (counts.get(link.to) ?? 0) + (link.failuresByReason[reason] ?? 0));
  }
  const [first] = [...counts].sort((a, b) => b[1] - a[1]);
  return first === undefined ? null : (nodeById(topology, first[0]) ?? null);
}

/** Calls sent for each call meant, where retries multiply them. */
function amplification({ topology, live, result }: FindingsInput): Finding[] {
  return topology.links.flatMap((link) => {
    const factor = factorOf(link.id, live, result);
    if (factor < AMPLIFIED) return [];
    const to = nodeById(topology, link.to)?.name ?? link.to;
    const from = nodeById(topology, link.from)?.name ?? link.from;
    return [
      {
        id: `amplified-${link.id}`,
        title: `Retries multiply the load on ${to} by ${factor.toFixed(1)}`,
        text: `${from} sends that many calls for each one it means. Fewer attempts, a longer pause or a breaker lower it.`,
        tone: factor >= 1.5 ? "bad" : "warn",
        about: link.id,
      } as const,
    ];
  });
}

function factorOf(linkId: string, live: FindingsInput["live"], result: RunResult | null): number {
  const total = result?.links[linkId];
  if (total !== undefined) return total.calls === 0 ? 1 : (total.calls + total.retries) / total.calls;
  const row = live.linkIndex.get(linkId);
  if (row === undefined || live.frame === null) return 1;
  const figure = (column: (typeof LINK_COLUMNS)[number]) =>
    live.frame?.links[row * LINK_COLUMNS.length + LINK_COLUMNS.indexOf(column)] ?? 0;
  const calls = figure("callsPerSecond");
  return calls > 0 ? (calls + figure("retriesPerSecond")) / calls : 1;
}

function structure(topology: Topology): Finding[] {
  return singlePoints(topology).map((node) => ({
    id: `single-${node.id}`,
    title: `${node.name} is a single point of failure`,
    text: "It has one replica, and every path from the clients leads through it.",
    tone: "warn",
    about: node.id,
  }));
}
