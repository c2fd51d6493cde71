import { chartDefinitions } from "./chart-definitions";
import { ChartFigure } from "./chart-figure";
import { RunLine } from "./run-line";
import "./charts.css";

/** How well the run is known, and every chart side by side; three fit on a laptop, the rest scrolls into view. */
export function Charts() {
  return (
    <>
      <RunLine />
      <section className="charts" aria-label="Charts of the run">
        {chartDefinitions.map((definition) => (
          <ChartFigure key={definition.id} definition={definition} />
        ))}
      </section>
    </>
  );
}
