import type { Frame, FrameLayout } from "../../lab/frame";

/**
 * The running simulation's figures, outside React: charts, particles and node faces read typed arrays here and
 * subscribe to `frames`; nothing of this passes through component state.
 */
export interface Live {
  layout: FrameLayout | null;
  frame: Frame | null;
  /** All windows closed since the run began, `layout.windowStride` floats each. */
  windows: Float64Array;
  windowCount: number;
  readonly nodeIndex: Map<string, number>;
  readonly linkIndex: Map<string, number>;
}

type Listener = () => void;

export const live: Live = {
  layout: null,
  frame: null,
  windows: new Float64Array(0),
  windowCount: 0,
  nodeIndex: new Map(),
  linkIndex: new Map(),
};

const listeners = new Set<Listener>();

/** Calls `listener` after each frame and each new layout; returns the way to stop. */
export function onFrame(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Takes a new layout; a fresh run forgets the windows of the last one. */
export function takeLayout(layout: FrameLayout, fresh: boolean): void {
  live.layout = layout;
  live.nodeIndex.clear();
  live.linkIndex.clear();
  layout.nodeIds.forEach((id, i) => {
    live.nodeIndex.set(id, i);
  });
  layout.linkIds.forEach((id, i) => {
    live.linkIndex.set(id, i);
  });
  if (fresh) {
    live.frame = null;
    live.windowCount = 0;
  }
  for (const listener of listeners) listener();
}

/** Forgets the run: the document that is open has none. */
export function forgetRun(): void {
  live.layout = null;
  live.frame = null;
  live.windowCount = 0;
  live.nodeIndex.clear();
  live.linkIndex.clear();
  for (const listener of listeners) listener();
}

/** Takes a frame and appends its windows. */
export function takeFrame(frame: Frame): void {
  const stride = live.layout?.windowStride ?? 0;
  live.frame = frame;
  if (stride > 0 && frame.windows.length > 0) {
    const used = live.windowCount * stride;
    if (used + frame.windows.length > live.windows.length) {
      const grown = new Float64Array(Math.max(1024, 2 * (used + frame.windows.length)));
      grown.set(live.windows.subarray(0, used));
      live.windows = grown;
    }
    live.windows.set(frame.windows, used);
    live.windowCount += frame.windows.length / stride;
  }
  for (const listener of listeners) listener();
}
