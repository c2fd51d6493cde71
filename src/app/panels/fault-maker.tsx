import { useState } from "react";
import type { FaultDefinition } from "../../catalog/faults/define";
import { addFault } from "../../topology/edit/faults";
import { freshId, usedIds } from "../../topology/edit/ids";
import { type FaultEntry, type FaultTarget, faultSchema } from "../../topology/schema";
import { SchemaForm } from "../forms/schema-form";
import { useDocument } from "../stores/document-store";
import { useRun } from "../stores/run-store";
import { type Schedule, scheduleForm, scheduleSchema, spanText, timesOf } from "./fault-schedule";
import { type Element, elementName, replicasOf } from "./find-element";
import { PanelButton } from "./panel-button";
import { nodeTarget, ReplicaChooser } from "./replica-chooser";

interface FaultMakerProps {
  readonly element: Element;
  readonly fault: FaultDefinition;
}

/** One way to break the selected element: now, or at a time. */
export function FaultMaker({ element, fault }: FaultMakerProps) {
  const [params, setParams] = useState<unknown>(() => fault.params.parse({}));
  const [schedule, setSchedule] = useState(() => scheduleSchema.parse({}));
  const [replicas, setReplicas] = useState<readonly number[]>([]);
  const over = useRun((state) => state.state === "finished");
  const target = targetOf(element, replicas);
  if (target === null) return null;
  const form = scheduleForm({ type: fault.id, target, params: params as Record<string, unknown> });
  // What was set before it lost its meaning is not said.
  const times = timesOf(form.strip().parse(schedule) as Schedule);

  const breakNow = () => {
    const id = freshId(usedIds(useDocument.getState().topology), "fault");
    const entry: FaultEntry = faultSchema.parse({ id, type: fault.id, target, startMs: 0, params });
    const { startMs: _decidedByTheRun, ...now } = entry;
    useRun.getState().controls.inject(now as Omit<FaultEntry, "startMs">);
  };
  const plan = () => {
    useDocument
      .getState()
      .change(
        `Schedule ${fault.title.toLowerCase()} of ${elementName(element)}`,
        (t) => addFault(t, { type: fault.id, target, params: params as Record<string, unknown>, ...times })?.topology ?? t,
      );
  };

  return (
    <details className="fault-maker">
      <summary>
        <span>{fault.title}</span>
      </summary>
      <p className="fault-summary">{fault.docs.summary}</p>
      {element.sort === "node" && fault.aimsAt !== "sources" && fault.wholeNode !== true && (
        <ReplicaChooser count={replicasOf(element.node)} chosen={replicas} choose={setReplicas} />
      )}
      <SchemaForm schema={fault.params} value={params} restartNotes={false} onChange={setParams} />
      <div className="fault-actions">
        <PanelButton tone="bad" onClick={breakNow} disabled={over}>
          Break now
        </PanelButton>
        <span className="fault-hint">{over ? "The run is over: restart it, or schedule this." : "Until you mend it."}</span>
      </div>
      <SchemaForm schema={form} value={schedule} restartNotes={false} onChange={(value) => setSchedule(scheduleSchema.parse(value))} />
      <div className="fault-actions">
        <PanelButton onClick={plan}>Schedule</PanelButton>
        <span className="fault-hint">{spanText(times as FaultEntry)}. Restarts the run.</span>
      </div>
    </details>
  );
}

function targetOf(element: Element, replicas: readonly number[]): FaultTarget | null {
  switch (element.sort) {
    case "node":
      return nodeTarget(
        element.node.id,
        replicas.filter((index) => index < replicasOf(element.node)),
      );
    case "link":
      return { type: "link", id: element.link.id };
    case "boundary":
      return { type: "boundary", id: element.boundary.id };
    case "note":
      return null;
  }
}
