import { useMemo } from "react";
import { hereText } from "../../base/problem";
import { problemsOfDrill } from "../../topology/drills/check";
import type { Drill } from "../../topology/drills/schema";
import { useDocument } from "../stores/document-store";
import { BlastMarks } from "./blast-marks";
import { EVERYTHING, newDrill, shownDrill } from "./drill-edit";
import { DrillHead } from "./drill-head";
import { DrillLibrary } from "./drill-library";
import { DrillList } from "./drill-list";
import { DrillOutcome } from "./drill-outcome";
import { DrillTimeline } from "./drill-timeline";
import { useDrillsView } from "./drills-view";
import { EverythingPanel } from "./everything-panel";
import { Hypothesis } from "./hypothesis";
import "../charts/charts.css";
import "../repeat/repeat.css";
import "./blast.css";
import "./drill-outcome.css";
import "./drill-timeline.css";
import "./drills.css";

/** Failure drills: which there are, what one does and asks, and what it has come to. */
export function DrillsPanel() {
  const topology = useDocument((state) => state.topology);
  const drillId = useDrillsView((state) => state.drillId);
  const isEverything = drillId === EVERYTHING;
  const drill = isEverything ? undefined : shownDrill(topology, drillId);
  return (
    <section className="drills" aria-label="Failure drills">
      <DrillList shown={drill} />
      {isEverything ? <EverythingPanel /> : drill === undefined ? <Invitation /> : <Editor key={drill.id} drill={drill} />}
    </section>
  );
}

function Editor({ drill }: { readonly drill: Drill }) {
  const topology = useDocument((state) => state.topology);
  const problems = useMemo(() => problemsOfDrill(topology, drill, ""), [topology, drill]);
  const beside = problems.filter(({ path }) => !/(hypothesis|^objectives)\[\d+\]$/.test(path));
  return (
    <>
      <div className="drill-editor">
        <DrillHead drill={drill} problems={problems} />
        <DrillTimeline drill={drill} />
        {beside.length > 0 && (
          <p className="drill-problems" role="status">
            {hereText(beside[0] as (typeof beside)[number])}
            {beside.length > 1 && ` And ${beside.length - 1} more.`}
          </p>
        )}
        <div className="drill-below">
          <Hypothesis drill={drill} problems={problems} />
          <DrillOutcome drill={drill} />
        </div>
      </div>
      <DrillLibrary drill={drill} />
      <BlastMarks drill={drill} />
    </>
  );
}

function Invitation() {
  return (
    <div className="drill-invitation">
      <p>
        A drill asks a question and answers it: does the hypothesis hold before something breaks, and again afterwards? Say what should
        hold, put faults on a timeline, and run it. Or take a ready drill on the left: its targets are chosen for this document.
      </p>
      <button type="button" className="dock-button drill-run" onClick={newDrill}>
        New drill
      </button>
    </div>
  );
}
