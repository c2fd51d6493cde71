import { live, onFrame } from "../stores/live";

/** At most this often, figures on the canvas are written [ms]. */
const INTERVAL_MS = 100;

const writers = new Set<() => void>();
let lastMs = Number.NEGATIVE_INFINITY;
let trailing: ReturnType<typeof setTimeout> | undefined;
let stop: (() => void) | undefined;

/** Calls `write` now and after frames, ten times a second at most; figures go straight into elements, past React. */
export function onTick(write: () => void): () => void {
  stop ??= onFrame(tick);
  writers.add(write);
  write();
  return () => {
    writers.delete(write);
    if (writers.size > 0) return;
    stop?.();
    stop = undefined;
  };
}

function tick(): void {
  clearTimeout(trailing);
  const now = performance.now();
  if (now - lastMs < INTERVAL_MS && live.frame !== null) {
    // The last frame before a pause must not be lost.
    trailing = setTimeout(tick, INTERVAL_MS);
    return;
  }
  lastMs = now;
  for (const write of writers) write();
}
