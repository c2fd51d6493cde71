import { fail, type Result, succeed } from "../../base/result";

/** Characters of one recording: some 150,000 requests, well below what a document may weigh. */
export const MAX_RECORDING_CHARACTERS = 2_000_000;
const MAX_TIME_MS = 86_400_000;
const MAX_NEED_MS = 3_600_000;

/** Names a header may give the columns, and how many milliseconds one of their units is. */
const TIME_NAMES: ReadonlyMap<string, number> = new Map([
  ["time_ms", 1],
  ["t_ms", 1],
  ["time_s", 1000],
  ["t_s", 1000],
]);
const NEED_NAMES: ReadonlyMap<string, number> = new Map([
  ["need_ms", 1],
  ["service_ms", 1],
  ["s_ms", 1],
  ["need_s", 1000],
  ["service_s", 1000],
]);

/** Measured arrivals, in order. */
export interface Recording {
  /** Since the beginning of the recording [ms]. */
  readonly timesMs: Float64Array;
  /** What the request needs of whoever serves it [ms]; NaN where the recording does not say. */
  readonly needsMs: Float64Array;
}

/** Why a text is not a recording, and what to do about it. */
export interface RecordingProblem {
  readonly message: string;
  readonly remedy: string;
}

interface Column {
  readonly index: number;
  readonly unitMs: number;
}
interface Layout {
  readonly separator: string;
  readonly time: Column;
  readonly need: Column | null;
}

/**
 * Reads CSV: one line per request, the first column its arrival [ms], the second, where given, its need [ms]. A header
 * may name the columns otherwise, and then further columns are passed over. Empty lines and lines after a # say nothing.
 */
export function parseRecording(text: string): Result<Recording, RecordingProblem> {
  const lines = text.split(/\r?\n/);
  const times: number[] = [];
  const needs: number[] = [];
  let layout: Layout | null = null;
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i].trim();
    if (line === "" || line.startsWith("#")) continue;
    const where = `Line ${i + 1}`;
    if (layout === null) {
      const read = layoutOf(line, where);
      if (!read.ok) return read;
      layout = read.value;
      if (isHeader(line, layout.separator)) continue;
    }
    const cells = line.split(layout.separator);
    const time = readCell(cells, layout.time, `${where}: the arrival`, MAX_TIME_MS);
    if (!time.ok) return time;
    if (Number.isNaN(time.value))
      return refuse(`${where} has no arrival time.`, "Give every request the time it came, or remove the line.");
    const need = layout.need === null ? succeed(Number.NaN) : readCell(cells, layout.need, `${where}: the need`, MAX_NEED_MS);
    if (!need.ok) return need;
    const before = times.at(-1) ?? 0;
    if (time.value < before) {
      return refuse(`${where} came at ${time.value} ms, before the request above it (${before} ms).`, "Sort the lines by their time.");
    }
    times.push(time.value);
    needs.push(need.value);
  }
  if (times.length === 0) return refuse("The recording holds no request.", "Write one line per request, beginning with its time [ms].");
  // Frozen: it is no part of a run's changing state.
  return succeed(Object.freeze({ timesMs: Float64Array.from(times), needsMs: Float64Array.from(needs) }));
}

function layoutOf(line: string, where: string): Result<Layout, RecordingProblem> {
  const separator = [",", ";", "\t"].find((mark) => line.includes(mark)) ?? ",";
  const names = line.split(separator).map((name) => name.trim().toLowerCase());
  if (!isHeader(line, separator)) {
    if (names.length > 2) {
      return refuse(
        `${where} has ${names.length} columns, and no header says which is which.`,
        "Put a line with their names first, among them time_ms and, if known, need_ms.",
      );
    }
    return succeed({ separator, time: { index: 0, unitMs: 1 }, need: names.length === 2 ? { index: 1, unitMs: 1 } : null });
  }
  const time = columnOf(names, TIME_NAMES);
  if (time === null) {
    return refuse(
      `${where} names the columns ${names.join(", ")}; none of them is the arrival time.`,
      `Call it ${[...TIME_NAMES.keys()].join(", ")}.`,
    );
  }
  return succeed({ separator, time, need: columnOf(names, NEED_NAMES) });
}

/** A first line that does not begin with a number names the columns. */
function isHeader(line: string, separator: string): boolean {
  return line.split(separator).some((cell) => /^[a-z_]/i.test(cell.trim()) && !/^nan$/i.test(cell.trim()));
}

function columnOf(names: readonly string[], known: ReadonlyMap<string, number>): Column | null {
  for (const [name, unitMs] of known) {
    const index = names.indexOf(name);
    if (index !== -1) return { index, unitMs };
  }
  return null;
}

/** The cell's value [ms]; NaN where it is empty. */
function readCell(cells: readonly string[], { index, unitMs }: Column, what: string, most: number): Result<number, RecordingProblem> {
  const cell = (cells[index] ?? "").trim();
  if (cell === "" || /^nan$/i.test(cell)) return succeed(Number.NaN);
  const value = unitMs * Number(cell);
  // Also false of what is not a number.
  if (value >= 0 && value <= most) return succeed(value);
  return refuse(
    `${what} "${cell.slice(0, 20)}" is not a time from 0 to ${most} ms.`,
    "Count from the beginning of the recording, in the unit that the header says.",
  );
}

function refuse(message: string, remedy: string): Result<never, RecordingProblem> {
  return fail({ message, remedy });
}
