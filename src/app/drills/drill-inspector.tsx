import type { KeyboardEvent } from "react";
import type { Drill } from "../../topology/drills/schema";
import { methodSteps } from "../../topology/edit/drills";
import { mergeKeyOf } from "../forms/edit";
import { SchemaForm } from "../forms/schema-form";
import { WhatIsSimulated } from "../panels/what-is-simulated";
import { useDocument } from "../stores/document-store";
import { setDrill, shownDrill } from "./drill-edit";
import { focusStep } from "./drill-focus";
import { useDrillsView } from "./drills-view";
import { type DrillForm, drillForm } from "./step-forms";
import { docsOf, StepSettings } from "./step-settings";
import { stepTitle } from "./step-words";
import { StopConditions } from "./stop-conditions";
import "./drill-inspector.css";

/** What the inspector shows of drills: the chosen step's settings, or those of the drill as a whole. */
export function DrillInspector() {
  const topology = useDocument((state) => state.topology);
  const { drillId, inspected } = useDrillsView();
  const drill = shownDrill(topology, drillId);
  if (drill === undefined || inspected === null) return null;
  const step = methodSteps(drill).find((one) => one.step.id === inspected);
  const leave = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    if (step === undefined) useDrillsView.getState().inspect(null);
    else focusStep(step.step.id);
  };
  const docs = step === undefined ? undefined : docsOf(step);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape goes back to the timeline, as everywhere it gets out
    <div className="drill-inspector inspector-panel" onKeyDown={leave}>
      <div className="inspector-head">
        <div className="inspector-title">
          <h2>{step === undefined ? drill.title : stepTitle(step)}</h2>
          <p className="inspector-state">{step === undefined ? "Settings of the drill" : `Action in ${drill.title}`}</p>
        </div>
        <button
          type="button"
          className="dock-icon objective-remove"
          aria-label="Close"
          title="Close"
          onClick={() => useDrillsView.getState().inspect(null)}
        >
          <svg viewBox="0 0 12 12" aria-hidden="true">
            <path d="M2 2l8 8M10 2l-8 8" />
          </svg>
        </button>
      </div>
      {step === undefined ? <DrillSettings drill={drill} /> : <StepSettings key={step.step.id} drill={drill} step={step} />}
      {docs !== undefined && <WhatIsSimulated docs={docs} />}
    </div>
  );
}

function DrillSettings({ drill }: { readonly drill: Drill }) {
  const value: DrillForm = {
    description: drill.description,
    ...drill.windows,
    expectedRecoveryMs: drill.expectedRecoveryMs,
    ...drill.rollback,
  };
  return (
    <>
      <SchemaForm
        schema={drillForm}
        value={value}
        restartNotes={false}
        onChange={(next, edit) => {
          const { description, settleMs, beforeMs, afterMs, expectedRecoveryMs, atStop, atEnd } = next as DrillForm;
          const values = { description, windows: { settleMs, beforeMs, afterMs }, expectedRecoveryMs, rollback: { atStop, atEnd } };
          setDrill(drill, `Change ${edit.title.toLowerCase()}`, values, mergeKeyOf(drill.id, edit));
        }}
      />
      <StopConditions drill={drill} />
    </>
  );
}
