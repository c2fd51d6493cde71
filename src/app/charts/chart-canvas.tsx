import { type KeyboardEvent, useEffect, useRef } from "react";
import { useDocument } from "../stores/document-store";
import { useRun } from "../stores/run-store";
import type { ChartDefinition } from "./chart-definitions";
import { followRun } from "./feed";
import { createPlot, type Plot } from "./plot";
import { readChart } from "./read-chart";
import { chartSummary } from "./summary";
import { onThemeChange } from "./theme";
import { setTimeRange } from "./time-range";

interface ChartCanvasProps {
  readonly definition: ChartDefinition;
  readonly log: boolean;
  /** Told when other lines appear, for the legend. */
  readonly onLines: (labels: string) => void;
}

/** Hosts one plot. Its figures never pass through React: the plot reads them when the run has moved. */
export function ChartCanvas({ definition, log, onLines }: ChartCanvasProps) {
  const host = useRef<HTMLDivElement>(null);
  const summary = useRef<HTMLParagraphElement>(null);
  const plot = useRef<Plot | null>(null);

  useEffect(() => {
    if (host.current === null) return;
    const made = createPlot(host.current, definition);
    plot.current = made;
    const update = () => {
      const data = readChart(definition);
      made.update(data);
      onLines(JSON.stringify(data.series.map(({ label, tone, dash, doubt }) => [label, tone, dash !== undefined, doubt ?? ""])));
      if (summary.current !== null) summary.current.textContent = chartSummary(definition, data.times, data.series);
    };
    const whenJudged = useRun.subscribe((now, before) => {
      if (now.statistics !== before.statistics) update();
    });
    const stops = [followRun(update), onThemeChange(made.retheme), useDocument.subscribe(update), whenJudged];
    return () => {
      for (const stop of stops) stop();
      made.destroy();
      plot.current = null;
    };
  }, [definition, onLines]);

  useEffect(() => plot.current?.setLog(log), [log]);

  const act = (event: KeyboardEvent) => {
    const acts: Record<string, () => void> = {
      ArrowLeft: () => plot.current?.moveCursor(event.shiftKey ? -10 : -1),
      ArrowRight: () => plot.current?.moveCursor(event.shiftKey ? 10 : 1),
      "+": () => plot.current?.zoom(0.5),
      "-": () => plot.current?.zoom(2),
      "0": () => setTimeRange(null),
    };
    const found = acts[event.key];
    if (found === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    found();
  };

  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset holds controls; this holds a picture. */}
      <div
        ref={host}
        className="chart-plot"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys move the cursor here.
        tabIndex={0}
        role="group"
        aria-label={`${definition.title}, chart. Arrow keys move the cursor, plus and minus zoom, 0 shows the whole run.`}
        onKeyDown={act}
      />
      <p ref={summary} className="chart-hidden" />
    </>
  );
}
