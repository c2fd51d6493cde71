import type { Chart, Span, Timeline } from "./story";
import { figure, seconds } from "./words";

const COLUMNS = 60;
const LEVELS = "▁▂▃▄▅▆▇█";

/** A chart as lines of characters, one column per stretch of time: its greatest value. */
export function plotText({ lines, fromMs, toMs, endMs, spans, unit, title }: Chart): string {
  const most = lines.flatMap(({ values }) => values).reduce<number>((a, b) => Math.max(a, b ?? 0), 0);
  const width = Math.max(...lines.map(({ label }) => label.length), "method".length);
  const rows = lines.map(({ label, values }) => {
    const cells = Array.from({ length: COLUMNS }, (_, column) => {
      const [begin, end] = [(endMs * column) / COLUMNS, (endMs * (column + 1)) / COLUMNS];
      const within = values.flatMap((value, i) => (value !== null && fromMs[i] < end && toMs[i] > begin ? [value] : []));
      if (within.length === 0) return " ";
      const level = most === 0 ? 0 : Math.round((Math.max(...within) / most) * (LEVELS.length - 1));
      return LEVELS[level];
    });
    const known = values.filter((value) => value !== null);
    const range =
      known.length === 0 ? "nothing measured" : `${figure(Math.min(...known))} to ${figure(Math.max(...known))} ${unit}`.trimEnd();
    return `${label.padEnd(width)}  ${cells.join("")}  ${range}`;
  });
  const acts = spans.length === 0 ? [] : [`${"method".padEnd(width)}  ${bar(spans, endMs)}`];
  return [title, ...rows, ...acts, `${" ".repeat(width)}  ${scale(endMs)}`].join("\n");
}

/** Phases, steps and moments as rows of characters. */
export function timelineText({ phases, steps, moments, endMs }: Timeline): string {
  const labels = [...phases, ...steps, ...moments].map(({ label }) => label.length);
  const width = Math.max(...labels, 0);
  const row = (span: Span) => `${span.label.padEnd(width)}  ${bar([span], endMs)}  ${seconds(span.fromMs)} to ${seconds(span.toMs)}`;
  const point = ({ label, atMs }: Timeline["moments"][number]) =>
    `${label.padEnd(width)}  ${" ".repeat(columnOf(atMs, endMs))}${"▲".padEnd(COLUMNS - columnOf(atMs, endMs))}  ${seconds(atMs)}`;
  return [...phases.map(row), ...steps.map(row), ...moments.map(point), `${" ".repeat(width)}  ${scale(endMs)}`].join("\n");
}

function bar(spans: readonly Span[], endMs: number): string {
  const covers = (column: number) =>
    spans.some(({ fromMs, toMs }) => columnOf(fromMs, endMs) <= column && column <= columnOf(Math.max(fromMs, toMs - 1), endMs));
  return Array.from({ length: COLUMNS }, (_, column) => (covers(column) ? "█" : "·")).join("");
}

const columnOf = (ms: number, endMs: number) => Math.min(COLUMNS - 1, Math.max(0, Math.floor((COLUMNS * ms) / endMs)));

function scale(endMs: number): string {
  const end = seconds(endMs);
  return `0 s${end.padStart(COLUMNS - 3)}`;
}
