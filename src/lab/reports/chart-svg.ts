import { markup } from "../../base/markup";
import { fitted } from "../../base/text-width";
import { type Axis, linearAxis, logAxis, timeAxis } from "./axis";
import type { Chart, Span, Timeline } from "./story";
import { figure, seconds } from "./words";

const WIDTH = 760;
const HEIGHT = 200;
const LEFT = 64;
const RIGHT = 748;
const TOP = 26;
const BOTTOM = 176;
/** Of least to greatest: beyond it small values would lie on the axis. */
const LOG_FROM = 30;

const x = (time: Axis) => (ms: number) => one(LEFT + (RIGHT - LEFT) * time.at(ms));
const one = (value: number) => Number(value.toFixed(1));

/** Lines over the time of the run, with what was broken shaded. Its colours are the page's variables. */
export function chartSvg(chart: Chart): string {
  const known = chart.lines.flatMap(({ values }) => values.filter((value) => value !== null));
  const most = known.reduce((a, b) => Math.max(a, b), 0);
  const least = known.reduce((a, b) => (b > 0 ? Math.min(a, b) : a), Number.POSITIVE_INFINITY);
  const isLog = chart.unit === "ms" && most > LOG_FROM * least;
  const axis = isLog ? logAxis(least, most) : linearAxis(most);
  const time = timeAxis(chart.endMs);
  const middleMs = chart.fromMs.map((from, i) => (from + chart.toMs[i]) / 2);
  const [toX, toY] = [x(time), (value: number) => one(BOTTOM - (BOTTOM - TOP) * axis.at(value))];
  return [
    `<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${markup(spoken(chart))}">`,
    ...shades(chart.spans, toX, TOP, BOTTOM),
    ...axis.ticks.map(
      (tick) =>
        `<path class="grid" d="M${LEFT} ${toY(tick)}H${RIGHT}"/><text class="tick" x="${LEFT - 6}" y="${toY(tick) + 4}" text-anchor="end">${markup(tickText(tick, chart.unit))}</text>`,
    ),
    ...timeTicks(time, toX, BOTTOM),
    ...chart.lines.map(({ look, values }) => `<path class="line ${look}" d="${path(middleMs, values, toX, toY)}"/>`),
    ...legend(chart),
    isLog ? `<text class="tick" x="${RIGHT}" y="14" text-anchor="end">logarithmic</text>` : "",
    "</svg>",
  ].join("");
}

function shades(spans: readonly Span[], toX: (ms: number) => number, top: number, bottom: number): string[] {
  return spans.map(({ label, fromMs, toMs }) => {
    const [from, to] = [toX(fromMs), toX(toMs)];
    return `<rect class="shade" x="${from}" y="${top}" width="${one(Math.max(1.5, to - from))}" height="${bottom - top}"><title>${markup(label)}</title></rect>`;
  });
}

function timeTicks(time: Axis, toX: (ms: number) => number, bottom: number): string[] {
  return time.ticks.map(
    (ms) =>
      `<path class="grid" d="M${toX(ms)} ${bottom}v4"/><text class="tick" x="${toX(ms)}" y="${bottom + 17}" text-anchor="middle">${seconds(ms)}</text>`,
  );
}

/** Gaps where there was nothing to measure; a lone value shows as a dot. */
function path(
  atMs: readonly number[],
  values: readonly (number | null)[],
  toX: (ms: number) => number,
  toY: (value: number) => number,
): string {
  return values
    .flatMap((value, i) => {
      if (value === null) return [];
      const begins = i === 0 || values[i - 1] === null;
      const alone = begins && (values[i + 1] ?? null) === null;
      return [`${begins ? "M" : "L"}${toX(atMs[i])} ${toY(value)}${alone ? "h0.1" : ""}`];
    })
    .join("");
}

function legend({ lines }: Chart): string[] {
  const room = (RIGHT - LEFT - 90) / lines.length;
  return lines.map(({ label, look }, i) => {
    const at = one(LEFT + room * i);
    return `<path class="line ${look}" d="M${at} 10h20"/><text class="tick" x="${at + 26}" y="14">${markup(fitted(label, (room - 32) / 11))}</text>`;
  });
}

function tickText(value: number, unit: Chart["unit"]): string {
  if (unit !== "ms") return unit === "" ? figure(value) : `${figure(value)} ${unit}`;
  return value >= 1000 ? `${figure(value / 1000)} s` : `${figure(value)} ms`;
}

/** What the picture shows, for whoever cannot see it. */
function spoken({ title, lines, unit }: Chart): string {
  const parts = lines.map(({ label, values }) => {
    const known = values.filter((value) => value !== null);
    if (known.length === 0) return `${label}: nothing measured`;
    return `${label} from ${tickText(Math.min(...known), unit)} to ${tickText(Math.max(...known), unit)}`;
  });
  return `${title}: ${parts.join("; ")}`;
}

const ROW = 24;

/** The run's phases and the method's steps as bars, one below the other, with the moments that matter. */
export function timelineSvg({ endMs, phases, steps, moments }: Timeline): string {
  const bottom = TOP + ROW * (1 + steps.length);
  const time = timeAxis(endMs);
  const toX = x(time);
  const bar = ({ label, fromMs, toMs }: Span, row: number, look: string) => {
    const [from, to, y] = [toX(fromMs), toX(toMs), TOP + ROW * row + 3];
    const width = one(Math.max(2, to - from));
    const inside = fitted(label, (width - 8) / 11);
    // Words that do not fit in their bar stand beside it, on the side that has more room.
    const beside = to < (LEFT + RIGHT) / 2 ? `x="${one(from + width + 5)}"` : `x="${one(from - 5)}" text-anchor="end"`;
    const at = inside === label ? `x="${one(from + 5)}"` : beside;
    const words = look === "step" || inside === label ? `<text class="tick words" ${at} y="${y + 13}">${markup(label)}</text>` : "";
    return `<rect class="${look}" x="${from}" y="${y}" width="${width}" height="${ROW - 6}" rx="3"><title>${markup(`${label}, ${seconds(fromMs)} to ${seconds(toMs)}`)}</title></rect>${words}`;
  };
  const words = [...phases, ...steps].map(({ label, fromMs, toMs }) => `${label} from ${seconds(fromMs)} to ${seconds(toMs)}`);
  return [
    `<svg class="chart" viewBox="0 0 ${WIDTH} ${bottom + 24}" role="img" aria-label="${markup(`Timeline: ${[...words, ...moments.map(({ label, atMs }) => `${label} at ${seconds(atMs)}`)].join("; ")}`)}">`,
    ...timeTicks(time, toX, bottom),
    ...phases.map((span, i) => bar(span, 0, `phase phase-${i % 2}`)),
    ...steps.map((span, i) => bar(span, i + 1, "step")),
    ...momentLines(moments, toX, bottom),
    "</svg>",
  ].join("");
}

/** Their words stand in a row above, and move aside where they would touch. */
function momentLines(moments: Timeline["moments"], toX: (ms: number) => number, bottom: number): string[] {
  let free = 0;
  return [...moments]
    .sort((a, b) => a.atMs - b.atMs)
    .map(({ label, atMs }) => {
      const words = `${label} ${seconds(atMs)}`;
      const at = Math.min(Math.max(toX(atMs) + 3, free), RIGHT - 6 * words.length);
      free = at + 6 * words.length + 8;
      return `<path class="moment" d="M${toX(atMs)} 8V${bottom}"/><text class="tick words" x="${one(at)}" y="16">${markup(words)}</text>`;
    });
}
