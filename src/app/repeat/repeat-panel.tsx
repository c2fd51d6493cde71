import { useEffect } from "react";
import { RepeatResults } from "./repeat-results";
import { RepeatSettings } from "./repeat-settings";
import { useRepeatView } from "./repeat-view";
import { useRepetition } from "./repetition";
import "../charts/charts.css";
import "./repeat.css";

/** The same design with other seeds: what of its figures is the design, and what is chance. */
export function RepeatPanel() {
  const wanted = useRepeatView((state) => state.wanted);
  const start = useRepetition((state) => state.start);
  useEffect(() => {
    if (!wanted) return;
    useRepeatView.getState().set({ wanted: false });
    start();
  }, [wanted, start]);
  return (
    <section className="repeat" aria-label="Repeat with other seeds">
      <RepeatSettings />
      <RepeatResults />
    </section>
  );
}
