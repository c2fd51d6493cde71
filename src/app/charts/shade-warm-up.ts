import type uPlot from "uplot";
import type { ChartTheme } from "./theme";

/** Shades what is left out of the run's figures, from its beginning to the cut, in a colour that means nothing else. */
export function shadeWarmUp(plot: uPlot, endS: number, theme: ChartTheme): void {
  const { ctx, bbox } = plot;
  const left = Math.max(bbox.left, plot.valToPos(0, "x", true));
  const cut = plot.valToPos(endS, "x", true);
  const right = Math.min(bbox.left + bbox.width, cut);
  if (endS <= 0 || right <= left) return;
  ctx.save();
  ctx.fillStyle = theme.text;
  ctx.globalAlpha = 0.12;
  ctx.fillRect(left, bbox.top, right - left, bbox.height);
  if (cut === right) {
    ctx.globalAlpha = 0.8;
    ctx.strokeStyle = theme.text;
    ctx.setLineDash([4, 4]);
    ctx.beginPath();
    ctx.moveTo(cut, bbox.top);
    ctx.lineTo(cut, bbox.top + bbox.height);
    ctx.stroke();
  }
  ctx.restore();
}
