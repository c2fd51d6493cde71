/** Everything the command line touches of the outside; a test hands in its own. */
export interface Io {
  /** Reads a text file; rejects with Node's error. */
  read(path: string): Promise<string>;
  write(path: string, text: string): Promise<void>;
  out(text: string): void;
  err(text: string): void;
  /** Someone watches standard error: progress may be drawn there. */
  readonly watched: boolean;
}

export const EXIT_OK = 0;
export const EXIT_BAD_INPUT = 2;

/** Bad input, told in one paragraph; ends the command with exit code 2. */
export class BadInput extends Error {}
