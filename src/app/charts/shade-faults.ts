import type uPlot from "uplot";
import type { Span } from "./fault-spans";
import type { ChartTheme } from "./theme";

/** Shades the spans behind the lines; what has not happened yet is fainter. */
export function shadeFaults(plot: uPlot, spans: readonly Span[], nowS: number, theme: ChartTheme): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.fillStyle = theme.fault;
  for (const { from, to } of spans) {
    const past = Math.min(to, nowS);
    if (past > from) shade(plot, from, past, 0.13);
    if (to > nowS) shade(plot, Math.max(from, nowS), to, 0.05);
  }
  ctx.restore();
}

function shade(plot: uPlot, from: number, to: number, alpha: number): void {
  const { ctx, bbox } = plot;
  const left = plot.valToPos(from, "x", true);
  const right = plot.valToPos(to, "x", true);
  ctx.globalAlpha = alpha;
  ctx.fillRect(left, bbox.top, Math.max(1, right - left), bbox.height);
}
