import { onFrame } from "../stores/live";

/** Charts follow the run five times a second: enough to see it move, little enough to leave the page free. */
const INTERVAL_MS = 200;

type Listener = () => void;

/** Calls `listener` soon after new figures arrived, at most once per interval; returns the way to stop. */
export function followRun(listener: Listener, intervalMs = INTERVAL_MS): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = Number.NEGATIVE_INFINITY;
  const tell = () => {
    timer = undefined;
    last = performance.now();
    listener();
  };
  const stop = onFrame(() => {
    timer ??= setTimeout(tell, Math.max(0, intervalMs - (performance.now() - last)));
  });
  listener();
  return () => {
    clearTimeout(timer);
    stop();
  };
}
