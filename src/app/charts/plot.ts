import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { ChartDefinition, Series } from "./chart-definitions";
import type { Span } from "./fault-spans";
import { plotOptions } from "./plot-options";
import { shadeFaults } from "./shade-faults";
import { shadeWarmUp } from "./shade-warm-up";
import { readTheme } from "./theme";
import { onTimeRange, setTimeRange, timeRange, zoomAround } from "./time-range";
import { createTooltip } from "./tooltip";

/** What a chart shows at one moment. */
export interface PlotData {
  readonly times: number[];
  readonly series: readonly Series[];
  readonly spans: readonly Span[];
  /** Left out of the figures of the run: everything before it [s]; 0 when nothing is. */
  readonly warmUpS: number;
  readonly nowS: number;
  /** The time axis when nothing is zoomed [s]. */
  readonly whole: readonly [number, number];
}

/** One chart on its canvas, outside React. */
export interface Plot {
  update(data: PlotData): void;
  setLog(log: boolean): void;
  retheme(): void;
  /** Moves the cursor of all charts by so many windows. */
  moveCursor(by: number): void;
  zoom(factor: number): void;
  destroy(): void;
}

export function createPlot(host: HTMLElement, definition: ChartDefinition): Plot {
  let theme = readTheme();
  let log = false;
  let data: PlotData = { times: [], series: [], spans: [], warmUpS: 0, nowS: 0, whole: [0, 60] };
  let drawn = "";
  let plot: uPlot | null = null;

  const columns = () => [data.times, ...data.series.map(({ values }) => (log ? values.map(positive) : values))] as uPlot.AlignedData;
  const shape = () => data.series.map(({ label, tone }) => `${label}|${tone}`).join("\n");
  const xRange = () => timeRange() ?? data.whole;

  /** uPlot's lines are fixed at birth: other lines, scales or colours are another plot. */
  function build(): void {
    const cursor = plot?.cursor.left ?? -1;
    plot?.destroy();
    drawn = shape();
    const options = plotOptions(definition, {
      series: data.series,
      theme,
      log,
      width: host.clientWidth,
      height: host.clientHeight,
      xRange,
    });
    plot = new uPlot({ ...options, hooks: { drawClear: [shade], setSelect: [zoomToSelection], setCursor: [read] } }, columns(), host);
    tooltip = createTooltip(plot.over);
    if (cursor >= 0) plot.setCursor({ left: cursor, top: 10 }, false);
  }

  function shade(u: uPlot): void {
    shadeWarmUp(u, data.warmUpS, theme);
    shadeFaults(u, data.spans, data.nowS, theme);
  }

  function zoomToSelection(u: uPlot): void {
    const { left, width } = u.select;
    if (width > 3) setTimeRange([u.posToVal(left, "x"), u.posToVal(left + width, "x")]);
    if (width > 0) u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  }

  function read(u: uPlot): void {
    const { idx, left } = u.cursor;
    const timeS = idx === null || idx === undefined ? undefined : data.times[idx];
    if (idx === null || idx === undefined || timeS === undefined || left === undefined || left < 0) {
      tooltip?.hide();
      return;
    }
    const readings = data.series.map(({ label, tone, values }) => {
      const value = values[idx] ?? null;
      return { label, colour: theme.tone(tone), value: value === null ? "no data" : definition.print(value) };
    });
    const notes = data.series.flatMap(({ label, doubt }) => (doubt === undefined ? [] : [`${label}: ${doubt}`]));
    if (timeS < data.warmUpS) notes.push("warm-up, left out of the run's figures");
    tooltip?.show({ left, width: u.over.clientWidth, timeS }, readings, notes);
  }

  let tooltip: ReturnType<typeof createTooltip> | null = null;
  const resized = new ResizeObserver(() => {
    if (host.clientWidth === 0 || host.clientHeight === 0) return;
    // Hidden until now, in a dock that was folded away.
    if (plot === null) build();
    else plot.setSize({ width: host.clientWidth, height: host.clientHeight });
  });
  resized.observe(host);
  const stopRange = onTimeRange(rescale);

  function rescale(): void {
    const [min, max] = xRange();
    plot?.setScale("x", { min, max });
  }

  return {
    update(next) {
      data = next;
      if (host.clientHeight === 0) return;
      if (plot === null || shape() !== drawn) return build();
      plot.setData(columns(), false);
      rescale();
    },
    setLog(next) {
      log = next;
      if (plot !== null) build();
    },
    retheme() {
      theme = readTheme();
      if (plot !== null) build();
    },
    moveCursor(by) {
      if (plot === null || data.times.length === 0) return;
      const at = Math.min(data.times.length - 1, Math.max(0, (plot.cursor.idx ?? data.times.length - 1) + by));
      plot.setCursor({ left: plot.valToPos(data.times[at] ?? 0, "x"), top: 10 });
    },
    zoom(factor) {
      const at = plot?.cursor.idx === null || plot?.cursor.idx === undefined ? undefined : data.times[plot.cursor.idx];
      const [from, to] = xRange();
      zoomAround(at ?? (from + to) / 2, factor, data.whole);
    },
    destroy() {
      resized.disconnect();
      stopRange();
      plot?.destroy();
    },
  };
}

/** A log scale has no place for zero. */
const positive = (value: number | null) => (value !== null && value > 0 ? value : null);
