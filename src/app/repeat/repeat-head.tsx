import { useRepeatView } from "./repeat-view";

/** What the panel repeats over, and the way back. */
export function RepeatHead() {
  const { over, set, show } = useRepeatView();
  return (
    <header className="repeat-head">
      <h3 className="visually-hidden">Repeat</h3>
      <fieldset className="repeat-over" aria-label="Repeat over">
        <button type="button" className="chart-toggle" aria-pressed={over === "seeds"} onClick={() => set({ over: "seeds" })}>
          Seeds
        </button>
        <button type="button" className="chart-toggle" aria-pressed={over === "values"} onClick={() => set({ over: "values" })}>
          A setting
        </button>
      </fieldset>
      <button type="button" className="chart-toggle" aria-label="Back to the charts" onClick={() => show(false)}>
        Charts
      </button>
    </header>
  );
}
