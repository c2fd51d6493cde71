import { faultOf } from "../../catalog/faults/definitions";
import { removeFault, updateFault } from "../../topology/edit/faults";
import type { FaultEntry, Topology } from "../../topology/schema";
import { mergeKeyOf } from "../forms/edit";
import { SchemaForm } from "../forms/schema-form";
import { useDocument } from "../stores/document-store";
import { useRun } from "../stores/run-store";
import { phaseOf, type Schedule, scheduleForm, scheduleOf, spanText, timesOf } from "./fault-schedule";
import { findElement } from "./find-element";
import { PanelButton } from "./panel-button";

const phaseWords = { scheduled: "Scheduled", active: "Active", over: "Over" } as const;

/** One fault of the document: what it is, when, and how to mend, change or remove it. */
export function FaultItem({ fault, selectedId }: { readonly fault: FaultEntry; readonly selectedId: string }) {
  const change = useDocument((state) => state.change);
  const topology = useDocument((state) => state.topology);
  const phase = useRun((state) => phaseOf(fault, state.nowMs));
  const definition = faultOf(fault.type);
  const label = definition.label(fault.params as never);
  const where = aimWords(topology, fault, selectedId);
  const alter = (field: string, next: Partial<FaultEntry>, mergeKey: string) =>
    change(`Change ${field} of ${label}`, (t) => updateFault(t, fault.id, next), mergeKey);
  return (
    <li className={`fault-item fault-${phase}`}>
      <div className="fault-line">
        <span className="fault-phase">{phaseWords[phase]}</span>
        <strong>{label}</strong>
        <span className="fault-span">{spanText(fault)}</span>
      </div>
      {where !== "" && <p className="fault-where">{where}</p>}
      <div className="fault-actions">
        {phase === "active" && <PanelButton onClick={() => useRun.getState().controls.clear(fault.id)}>Mend now</PanelButton>}
        <PanelButton onClick={() => change(`Remove ${label}`, (t) => removeFault(t, fault.id))}>Remove</PanelButton>
      </div>
      <details className="fault-edit">
        <summary>Edit</summary>
        <SchemaForm
          schema={scheduleForm(fault)}
          value={scheduleOf(fault)}
          onChange={(value, edit) => alter(edit.title.toLowerCase(), timesOf(value as Schedule), mergeKeyOf(fault.id, edit))}
        />
        <SchemaForm
          schema={definition.params}
          value={fault.params}
          onChange={(value, edit) =>
            alter(edit.title.toLowerCase(), { params: value } as Partial<FaultEntry>, mergeKeyOf(`${fault.id}:params`, edit))
          }
        />
      </details>
    </li>
  );
}

function aimWords(topology: Topology, { target }: FaultEntry, selectedId: string): string {
  if (target.type === "all") return "Aimed at everything";
  if (target.type === "node" && target.count !== undefined) return `${target.count} of its replicas, by chance`;
  if (target.type === "node" && target.percent !== undefined) return `${target.percent}% of its replicas, by chance`;
  if (target.type === "link" && target.direction !== undefined) {
    return target.direction === "forward" ? "Requests only" : "Replies only";
  }
  if (target.type === "node" && target.replicas !== undefined) {
    const numbers = target.replicas.map((index) => index + 1);
    return `${numbers.length === 1 ? "Replica" : "Replicas"} ${numbers.join(", ")}`;
  }
  if (target.id === selectedId) return "";
  const element = findElement(topology, target.id);
  return element?.sort === "boundary" ? `By way of ${element.boundary.name}` : "";
}
