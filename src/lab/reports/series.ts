import type { Topology } from "../../topology/schema";
import { type FrameLayout, WINDOW_COLUMNS, WINDOW_NODE_COLUMNS } from "../frame";

/** null where there was nothing to measure. */
type Values = readonly (number | null)[];

/** What charts are drawn from: one entry per window of the run. */
export interface Series {
  readonly startMs: readonly number[];
  readonly endMs: readonly number[];
  /** Requests that ended in the window. */
  readonly ok: readonly number[];
  readonly failed: readonly number[];
  /** Of ok requests [ms]. */
  readonly p50Ms: Values;
  readonly p95Ms: Values;
  readonly p99Ms: Values;
  /** Requests that wait at the window's end, of the nodes where most have waited. */
  readonly queues: readonly { readonly node: string; readonly name: string; readonly queued: readonly number[] }[];
}

/** More lines in one chart cannot be told apart. */
const MOST_QUEUES = 4;
const QUEUED = WINDOW_NODE_COLUMNS.indexOf("queued");

export function seriesOf(layout: FrameLayout, windows: Float64Array, { nodes }: Topology): Series {
  const count = Math.floor(windows.length / layout.windowStride);
  const at = (offset: number) => Array.from({ length: count }, (_, i) => windows[i * layout.windowStride + offset]);
  const column = (name: (typeof WINDOW_COLUMNS)[number]) => at(WINDOW_COLUMNS.indexOf(name));
  const known = (name: (typeof WINDOW_COLUMNS)[number]) => column(name).map((value) => (Number.isNaN(value) ? null : value));
  const queues = layout.nodeIds.map((node, i) => ({
    node,
    name: nodes.find(({ id }) => id === node)?.name ?? node,
    queued: at(WINDOW_COLUMNS.length + i * WINDOW_NODE_COLUMNS.length + QUEUED),
  }));
  const peak = ({ queued }: { readonly queued: readonly number[] }) => queued.reduce((most, value) => Math.max(most, value), 0);
  return {
    startMs: column("startMs"),
    endMs: column("endMs"),
    ok: column("ok"),
    failed: column("failed"),
    p50Ms: known("p50Ms"),
    p95Ms: known("p95Ms"),
    p99Ms: known("p99Ms"),
    queues: queues
      .filter((one) => peak(one) > 0)
      .sort((a, b) => peak(b) - peak(a))
      .slice(0, MOST_QUEUES),
  };
}
