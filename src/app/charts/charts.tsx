import { chartDefinitions } from "./chart-definitions";
import { ChartFigure } from "./chart-figure";
import "./charts.css";

/** Every chart side by side; three fit on a laptop, the rest scrolls into view. */
export function Charts() {
  return (
    <section className="charts" aria-label="Charts of the run">
      {chartDefinitions.map((definition) => (
        <ChartFigure key={definition.id} definition={definition} />
      ))}
    </section>
  );
}
