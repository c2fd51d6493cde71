import { fail, type Result, succeed } from "../../base/result";
import { FIRST_WORDS, type LimitUnit, type Measure, measureOf, partsOf } from "./measures";
import {
  COMPARISONS,
  type Comparison,
  type Objective,
  PROBES,
  type Probe,
  type Quantity,
  RATE_UNITS,
  type Target,
  TIME_UNITS,
  type TimeUnit,
  type Unit,
} from "./objective";
import { ObjectiveMistake, type ObjectiveProblem, Scanner, unknownWord } from "./scanner";

/** An objective with where its parts stand in the text, for whoever finds fault with them later. */
export interface ParsedObjective {
  readonly objective: Objective;
  readonly places: { readonly target: number; readonly limit: number; readonly over: number };
}

/**
 * Reads one objective:
 *
 *     measure [ "(" [ "operation:" | "node:" ] name ")" ] [ "." part ] comparison number unit [ "over" time ] [ probe ]
 */
export function parseObjective(text: string): Result<ParsedObjective, ObjectiveProblem> {
  try {
    return succeed(read(new Scanner(text)));
  } catch (error) {
    if (error instanceof ObjectiveMistake) return fail(error.problem);
    throw error;
  }
}

function read(scanner: Scanner): ParsedObjective {
  const { measure, target, targetAt } = readMeasure(scanner);
  const comparison = readComparison(scanner);
  const limitAt = scanner.next();
  const limit = readLimit(scanner, measure);
  const overAt = scanner.next();
  const over = readOver(scanner, measure);
  const probe = readProbe(scanner, over === null && measure.moves);
  if (!scanner.atEnd()) scanner.fail("nothing more");
  return {
    objective: { measure: measure.id, target, comparison, limit, over, probe },
    places: { target: targetAt, limit: limitAt, over: overAt },
  };
}

const WORD = /[A-Za-z_][A-Za-z0-9_]*/y;
const NUMBER = /\d+(?:\.\d+)?(?:e[+-]?\d+)?(?![.\w]*\d)/iy;
const NAME = /[A-Za-z0-9][A-Za-z0-9._-]*/y;
const QUOTED = /"(?:[^"\\]|\\.)*"/y;

function readMeasure(scanner: Scanner) {
  const word = scanner.take(WORD) ?? scanner.fail(`what is measured: ${FIRST_WORDS.join(", ")}`);
  if (!FIRST_WORDS.includes(word.text)) throw unknownWord(word, "measure", FIRST_WORDS);
  const targetAt = scanner.next();
  const target = scanner.takeIf("(") ? readTarget(scanner) : null;
  const parts = partsOf(word.text);
  let id = word.text;
  if (parts.length > 0) {
    const options = parts.map((part) => `.${part}`).join(" or ");
    if (target === null) scanner.fail(`whose: ${word.text}(name)${options.split(" ")[0]}`);
    if (!scanner.takeIf(".")) scanner.fail(options);
    const part = scanner.take(WORD) ?? scanner.fail(options.replaceAll(".", ""));
    if (!parts.includes(part.text)) throw unknownWord(part, `part of ${word.text}`, parts);
    id = `${word.text}.${part.text}`;
  }
  const measure = measureOf(id) as Measure;
  if (target === null && measure.target === "node") scanner.fail(`whose: ${id}(name)`);
  if (target !== null && measure.target === "none") {
    throw new ObjectiveMistake({
      at: targetAt,
      length: 1,
      message: `${id} is of the system as a whole.`,
      remedy: "Remove the bracket.",
    });
  }
  return { measure, target, targetAt: target === null ? targetAt : targetAt + 1 };
}

function readTarget(scanner: Scanner): Target {
  const as = scanner.takeIf("operation:") ? "operation" : scanner.takeIf("node:") ? "node" : "any";
  const quoted = scanner.take(QUOTED);
  const name = quoted === null ? scanner.take(NAME)?.text : unquoted(scanner, quoted.text, quoted.at);
  if (name === undefined) scanner.fail('the name of an operation or node, in quotes where it has blanks: "Checkout A"');
  if (!scanner.takeIf(")")) scanner.fail('")", and quotes around a name with blanks');
  return { name, as };
}

function unquoted(scanner: Scanner, text: string, at: number): string {
  try {
    const name = JSON.parse(text) as string;
    if (name !== "") return name;
  } catch {
    // Not a text as JSON has them.
  }
  throw new ObjectiveMistake({
    at,
    length: text.length,
    message: `${scanner.text.slice(at, at + text.length)} is no name.`,
    remedy: "Write the name of an operation or node between the quotes.",
  });
}

/** Longer ones first, and other ways to write them. */
const SYMBOLS: readonly (readonly [string, Comparison])[] = [
  ["<=", "<="],
  [">=", ">="],
  ["==", "="],
  ["≤", "<="],
  ["≥", ">="],
  ["<", "<"],
  [">", ">"],
  ["=", "="],
];

function readComparison(scanner: Scanner): Comparison {
  const found = SYMBOLS.find(([symbol]) => scanner.takeIf(symbol));
  return found === undefined ? scanner.fail(`one of ${COMPARISONS.join(" ")}`) : found[1];
}

const EXAMPLES: Readonly<Record<LimitUnit, string>> = {
  time: "a time with its unit, such as 300ms, 10s or 5m",
  share: "a share in percent, such as 1%",
  rate: "a rate, such as 90/s",
  count: "a number without a unit, such as 0 or 100",
  either: "a number, or a time with its unit, such as 500ms",
};

function readLimit(scanner: Scanner, { unit, id }: Measure): Quantity {
  const value = readNumber(scanner, EXAMPLES[unit]);
  const at = scanner.next();
  const found = readUnit(scanner);
  const fits =
    (unit === "share" && found === "%") ||
    (unit === "rate" && found in RATE_UNITS) ||
    ((unit === "count" || unit === "either") && found === "") ||
    ((unit === "time" || unit === "either") && found in TIME_UNITS);
  if (fits) return { value, unit: found };
  const message = found === "" ? "The unit is missing." : `"${found}" is no unit of ${id}.`;
  throw new ObjectiveMistake({ at, length: found.length, message, remedy: `Write ${EXAMPLES[unit]}.` });
}

function readNumber(scanner: Scanner, expected: string): number {
  const piece = scanner.take(NUMBER) ?? scanner.fail(expected);
  const value = Number(piece.text);
  if (value <= 1e12) return value;
  throw new ObjectiveMistake({
    at: piece.at,
    length: piece.text.length,
    message: `${piece.text} is too large.`,
    remedy: `Write ${expected}.`,
  });
}

const RATE = /\/\s*[A-Za-z]+/y;

/** Words that follow a limit without being its unit. */
const AFTER_LIMIT: readonly string[] = ["over", ...PROBES];
const FOLLOWING = new RegExp(`(?!(?:${AFTER_LIMIT.join("|")})\\b)[A-Za-z]+(?!\\w)`, "y");

function readUnit(scanner: Scanner): Unit {
  if (scanner.takeIf("%")) return "%";
  const rate = scanner.take(RATE);
  if (rate !== null) {
    const text = rate.text.replace(/\s/g, "");
    if (!Object.hasOwn(RATE_UNITS, text)) throw unknownWord(rate, "rate", Object.keys(RATE_UNITS));
    return text as Unit;
  }
  const word = scanner.take(FOLLOWING);
  if (word === null) return "";
  if (Object.hasOwn(TIME_UNITS, word.text)) return word.text as TimeUnit;
  throw unknownWord(word, "unit", [...Object.keys(TIME_UNITS), "%", ...Object.keys(RATE_UNITS), ...AFTER_LIMIT]);
}

function readOver(scanner: Scanner, { moves, id }: Measure): Quantity<TimeUnit> | null {
  const word = scanner.take(/over\b/y);
  if (word === null) return null;
  if (!moves) {
    throw new ObjectiveMistake({
      at: word.at,
      length: 4,
      message: `${id} has no window: it is known at the end.`,
      remedy: 'Remove "over" and what follows it.',
    });
  }
  const value = readNumber(scanner, EXAMPLES.time);
  const at = scanner.next();
  const unit = readUnit(scanner);
  if (value > 0 && Object.hasOwn(TIME_UNITS, unit)) return { value, unit: unit as TimeUnit };
  throw new ObjectiveMistake({ at, length: unit.length, message: "That is no length of a window.", remedy: `Write ${EXAMPLES.time}.` });
}

function readProbe(scanner: Scanner, mayBeOver: boolean): Probe | null {
  const word = scanner.take(WORD);
  if (word === null) return null;
  if ((PROBES as readonly string[]).includes(word.text)) return word.text as Probe;
  throw unknownWord(word, "moment", mayBeOver ? ["over", ...PROBES] : PROBES);
}
