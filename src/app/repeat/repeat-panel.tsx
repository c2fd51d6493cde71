import { useEffect } from "react";
import { SweepResults } from "../sweep/sweep-results";
import { SweepSettings } from "../sweep/sweep-settings";
import { RepeatHead } from "./repeat-head";
import { RepeatResults } from "./repeat-results";
import { RepeatSettings } from "./repeat-settings";
import { useRepeatView } from "./repeat-view";
import { useRepetition } from "./repetition";
import "../charts/charts.css";
import "./repeat.css";

/** The same design with other seeds: what of its figures is the design, and what is chance. Or with one setting varied. */
export function RepeatPanel() {
  const wanted = useRepeatView((state) => state.wanted);
  const over = useRepeatView((state) => state.over);
  const start = useRepetition((state) => state.start);
  useEffect(() => {
    if (!wanted) return;
    useRepeatView.getState().set({ wanted: false });
    start();
  }, [wanted, start]);
  return (
    <section className="repeat" aria-label={over === "seeds" ? "Repeat with other seeds" : "Vary a setting"}>
      <div className="repeat-settings">
        <RepeatHead />
        {over === "seeds" ? <RepeatSettings /> : <SweepSettings />}
      </div>
      {over === "seeds" ? <RepeatResults /> : <SweepResults />}
    </section>
  );
}
