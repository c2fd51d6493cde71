import { type FrameLayout, WINDOW_COLUMNS, WINDOW_NODE_COLUMNS } from "../../lab/frame";

/** Closed windows as `live` keeps them: `layout.windowStride` floats each. */
export interface Windows {
  readonly layout: FrameLayout;
  readonly windows: Float64Array;
  readonly windowCount: number;
}

/** One value per window; null where nothing was measured, which charts draw as a gap. */
export type Values = (number | null)[];

type WindowColumn = (typeof WINDOW_COLUMNS)[number];
type WindowNodeColumn = (typeof WINDOW_NODE_COLUMNS)[number];

export const windowColumn = (from: Windows, name: WindowColumn): Values => column(from, WINDOW_COLUMNS.indexOf(name));

export function nodeColumn(from: Windows, node: number, name: WindowNodeColumn): Values {
  const base = WINDOW_COLUMNS.length + node * WINDOW_NODE_COLUMNS.length;
  return column(from, base + WINDOW_NODE_COLUMNS.indexOf(name));
}

/** Failed requests per window with that reason, an index into `layout.reasons`. */
export function reasonColumn(from: Windows, reason: number): Values {
  return column(from, WINDOW_COLUMNS.length + from.layout.nodeIds.length * WINDOW_NODE_COLUMNS.length + reason);
}

/** The middle of each window [s]: where its average belongs. */
export function windowTimes(from: Windows): number[] {
  const start = windowColumn(from, "startMs");
  const end = windowColumn(from, "endMs");
  return start.map((at, i) => ((at ?? 0) + (end[i] ?? 0)) / 2000);
}

/** A count per window as a rate [1/s]. */
export function perSecond(from: Windows, counts: Values): Values {
  const start = windowColumn(from, "startMs");
  const end = windowColumn(from, "endMs");
  return counts.map((count, i) => {
    const ms = (end[i] ?? 0) - (start[i] ?? 0);
    return count === null || ms <= 0 ? null : (count * 1000) / ms;
  });
}

/** The largest value, 0 when there is none. */
export function peak(values: Values): number {
  let max = 0;
  for (const value of values) if (value !== null && value > max) max = value;
  return max;
}

function column({ layout, windows, windowCount }: Windows, offset: number): Values {
  const values: Values = new Array(windowCount);
  for (let i = 0; i < windowCount; i++) {
    const value = windows[i * layout.windowStride + offset] ?? Number.NaN;
    values[i] = Number.isFinite(value) ? value : null;
  }
  return values;
}
