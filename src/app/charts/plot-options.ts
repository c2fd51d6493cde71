import type uPlot from "uplot";
import { clockText, tenthsText } from "../dock/clock-text";
import type { ChartDefinition, Series } from "./chart-definitions";
import type { ChartTheme } from "./theme";
import { setTimeRange } from "./time-range";

interface Look {
  readonly series: readonly Series[];
  readonly theme: ChartTheme;
  readonly log: boolean;
  readonly width: number;
  readonly height: number;
  xRange(): readonly [number, number];
}

const CURSOR_GROUP = "run";
const whole = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 1_000_000];
const timeSteps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800];

/** uPlot's options for one chart: time below, values with their units to the left, one cursor over all charts. */
export function plotOptions(definition: ChartDefinition, look: Look): uPlot.Options {
  const { theme, log } = look;
  return {
    width: Math.max(60, look.width),
    height: Math.max(60, look.height),
    padding: [8, 24, 0, 0],
    legend: { show: false },
    scales: {
      x: { time: false, range: () => [...look.xRange()] as [number, number] },
      y: log ? { distr: 3, range: logRange } : { range: (_, _min, max) => linearRange(max, definition.atLeast) },
    },
    series: [{}, ...look.series.map((line) => seriesOptions(line, theme))],
    axes: [timeAxis(theme), valueAxis(definition, theme, log)],
    cursor: {
      y: false,
      points: { size: 6, width: 1.5 },
      drag: { x: true, y: false, setScale: false },
      sync: { key: CURSOR_GROUP, scales: ["x", null], setSeries: false },
      bind: { dblclick: () => showWhole },
    },
  };
}

function seriesOptions({ label, tone, dash }: Series, theme: ChartTheme): uPlot.Series {
  return {
    label,
    stroke: theme.tone(tone),
    width: 1.5,
    spanGaps: false,
    points: { show: false },
    ...(dash === undefined ? {} : { dash: [...dash] }),
  };
}

function timeAxis(theme: ChartTheme): uPlot.Axis {
  return {
    stroke: theme.text,
    font: theme.font,
    size: 24,
    space: 64,
    gap: 4,
    incrs: timeSteps,
    grid: { show: false },
    ticks: { show: false },
    values: (_, splits, _axis, _space, step) => splits.map((at) => (step < 1 ? tenthsText(at * 1000 + 1e-6) : clockText(at * 1000 + 1e-6))),
  };
}

function valueAxis({ print, whole: onlyWhole }: ChartDefinition, theme: ChartTheme, log: boolean): uPlot.Axis {
  return {
    stroke: theme.text,
    font: theme.font,
    size: 60,
    space: 28,
    gap: 6,
    ...(onlyWhole === true ? { incrs: whole } : {}),
    // Between the decades of a log scale neither line nor label.
    ...(log ? { filter: (_, splits) => splits.map((value) => (isPowerOfTen(value) ? value : null)) } : {}),
    grid: { stroke: theme.line, width: 1 },
    ticks: { show: false },
    values: (_, splits) => splits.map((value) => (value === null ? "" : print(value))),
  };
}

/** From zero, with a little air above the highest line. */
function linearRange(max: number | null, atLeast: number): [number, number] {
  const top = max ?? 0;
  return [0, top <= atLeast ? atLeast * 1.05 : top * 1.1];
}

/** Whole decades, so that lines do not rise and fall with the axis. */
function logRange(_: uPlot, min: number | null, max: number | null): [number, number] {
  const low = 10 ** Math.floor(Math.log10(Math.max(1e-3, min ?? 1)));
  const high = 10 ** Math.ceil(Math.log10(Math.max(1e-3, max ?? 100) * 1.001));
  return [low, Math.max(high, low * 10)];
}

const isPowerOfTen = (value: number) => Math.abs(Math.log10(value) % 1) < 1e-9;

function showWhole(): null {
  setTimeRange(null);
  return null;
}
