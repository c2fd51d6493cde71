import { closest } from "../../base/closest";

/** What is wrong with an objective, and where. */
export interface ObjectiveProblem {
  /** The first character at fault, from 0; the text's length where something is missing at its end. */
  readonly at: number;
  /** Characters at fault; 0 where something is missing. */
  readonly length: number;
  /** What is wrong. */
  readonly message: string;
  /** What would be right. */
  readonly remedy: string;
}

/** Thrown by the scanner and the parser, caught where parsing began. */
export class ObjectiveMistake extends Error {
  constructor(readonly problem: ObjectiveProblem) {
    super(problem.message);
  }
}

/** A piece of the text with its place. */
export interface Piece {
  readonly text: string;
  readonly at: number;
}

/** Reads an objective from left to right, one piece at a time; blanks between pieces mean nothing. */
export class Scanner {
  private at = 0;

  constructor(readonly text: string) {}

  /** Where the next piece begins. */
  next(): number {
    while (/\s/.test(this.text[this.at] ?? "")) this.at++;
    return this.at;
  }

  atEnd(): boolean {
    return this.next() === this.text.length;
  }

  /** The piece that the pattern finds here, if it does; the pattern is sticky. */
  take(pattern: RegExp): Piece | null {
    const at = this.next();
    pattern.lastIndex = at;
    const found = pattern.exec(this.text)?.[0];
    if (found === undefined) return null;
    this.at = at + found.length;
    return { text: found, at };
  }

  takeIf(symbol: string): boolean {
    const at = this.next();
    if (!this.text.startsWith(symbol, at)) return false;
    this.at = at + symbol.length;
    return true;
  }

  /** Stops at what stands here, which is not what was expected. */
  fail(expected: string): never {
    const at = this.next();
    if (at === this.text.length) {
      throw new ObjectiveMistake({ at, length: 0, message: "It ends too early.", remedy: `Add ${expected}.` });
    }
    const found = /[\w.-]+|[^\s]/y;
    found.lastIndex = at;
    const word = found.exec(this.text)?.[0] ?? this.text[at];
    throw new ObjectiveMistake({ at, length: word.length, message: `"${word}" is not expected here.`, remedy: `Write ${expected}.` });
  }
}

/** A word that is none of the known ones, with the one that was probably meant. */
export function unknownWord({ text, at }: Piece, what: string, known: readonly string[]): ObjectiveMistake {
  const meant = closest(text, known);
  const remedy = meant === null ? `There are: ${known.slice(0, 30).join(", ")}.` : `Did you mean "${meant}"?`;
  return new ObjectiveMistake({ at, length: text.length, message: `"${text}" is no ${what}.`, remedy });
}
