import type { StartThread } from "./thread";

/** Everything the command line touches of the outside; a test hands in its own. */
export interface Io {
  /** Reads a text file; rejects with Node's error. */
  read(path: string): Promise<string>;
  write(path: string, text: string): Promise<void>;
  out(text: string): void;
  err(text: string): void;
  /** Someone watches standard error: progress may be drawn there. */
  readonly watched: boolean;
  /** Threads that run at a time. */
  readonly cores: number;
  readonly startThread: StartThread;
  /** Calls the listener once when someone asks to stop (Ctrl-C); returns what ends the listening. */
  onInterrupt(listener: () => void): () => void;
}

export const EXIT_OK = 0;
/** A drill ran, and its hypothesis did not hold. */
export const EXIT_DEVIATED = 1;
export const EXIT_BAD_INPUT = 2;
/** As a shell reports a program that Ctrl-C ended. */
export const EXIT_INTERRUPTED = 130;

/** What is known was printed, but not all that was asked for. */
export class Interrupted extends Error {}

/** A drill ran and was told of; its verdict is the exit code. */
export class NotHeld extends Error {
  constructor(readonly code: number) {
    super();
  }
}

/** Bad input, told in one paragraph; ends the command with exit code 2. */
export class BadInput extends Error {}
