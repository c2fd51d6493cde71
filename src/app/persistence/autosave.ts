import type { SaveStatus } from "./save-state";

interface Ports<T> {
  /** What there is to save. */
  current(): T;
  /** Resolves when it is kept; rejects with the browser's reason when not. */
  write(value: T): Promise<void>;
  report(status: SaveStatus): void;
}

export interface Autosave<T> {
  /** Something changed: save it soon. */
  touch(): void;
  /** Saves what is unsaved now; true when all of it is kept. */
  flush(): Promise<boolean>;
  /** Whether there is work that is not kept yet. */
  dirty(): boolean;
  /** Takes a value as already kept. */
  settle(value: T): void;
  stop(): void;
}

/** Waits this long for the next keystroke... */
const QUIET_MS = 400;
/** ...but never longer than this. */
const LONGEST_MS = 2000;
/** Storage may have room again later. */
const RETRY_MS = 10_000;

/** Saves a while after the last change, one write at a time, and says truthfully how it went. */
export function createAutosave<T>(ports: Ports<T>, kept: T): Autosave<T> {
  let saved = kept;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let firstTouch = 0;
  let running: Promise<boolean> | null = null;
  let stopped = false;

  const later = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), ms);
  };

  async function run(): Promise<boolean> {
    while (!stopped && ports.current() !== saved) {
      const value = ports.current();
      try {
        await ports.write(value);
        saved = value;
      } catch (reason) {
        if (stopped) return false;
        ports.report(statusOf(reason));
        later(RETRY_MS);
        return false;
      }
    }
    if (!stopped) ports.report("saved");
    return true;
  }

  function flush(): Promise<boolean> {
    clearTimeout(timer);
    firstTouch = 0;
    running ??= run().finally(() => {
      running = null;
    });
    return running;
  }

  return {
    touch() {
      if (stopped) return;
      const now = performance.now();
      if (firstTouch === 0) firstTouch = now;
      ports.report("saving");
      later(Math.max(0, Math.min(QUIET_MS, firstTouch + LONGEST_MS - now)));
    },
    flush,
    dirty: () => ports.current() !== saved,
    settle(value) {
      saved = value;
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

function statusOf(reason: unknown): SaveStatus {
  const name = reason instanceof DOMException || reason instanceof Error ? reason.name : "";
  if (name === "QuotaExceededError") return "full";
  // Private windows and blocked site data: there is no storage to write to at all.
  if (name === "InvalidStateError" || name === "SecurityError" || name === "ReferenceError") return "unavailable";
  return "failed";
}
