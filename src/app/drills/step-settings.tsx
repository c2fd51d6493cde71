import { useMemo } from "react";
import { faultOf } from "../../catalog/faults/definitions";
import { kindOf } from "../../catalog/kinds/definitions";
import type { Drill } from "../../topology/drills/schema";
import { actionFault } from "../../topology/drills/steps";
import type { DrillStep } from "../../topology/edit/drills";
import type { FaultTarget, Topology, TopologyNode } from "../../topology/schema";
import { targetsFor } from "../dock/fault-targets";
import { mergeKeyOf } from "../forms/edit";
import { SchemaForm } from "../forms/schema-form";
import { PanelButton } from "../panels/panel-button";
import { useDocument } from "../stores/document-store";
import { dropStep, setStep } from "./drill-edit";
import { actionTargets } from "./library";
import { actionForm, changeForm, timesForm, timesIn, timesOut } from "./step-forms";

interface Choice {
  readonly label: string;
  /** What the step says of it. */
  readonly values: object;
}

/** Where a step acts, when, and how much of it; the magnitudes' form follows from the schema. */
export function StepSettings({ drill, step }: { readonly drill: Drill; readonly step: DrillStep }) {
  const topology = useDocument((state) => state.topology);
  const choices = useMemo(() => choicesOf(topology, step), [topology, step]);
  const now = JSON.stringify(choiceOf(step));
  const at = choices.findIndex(({ values }) => JSON.stringify(values) === now);
  const form = timesForm(step);
  const { id } = step.step;
  return (
    <>
      <div className="form">
        <label className="form-row">
          <span className="form-label">Where</span>
          <select
            className="form-select"
            value={at}
            onChange={(event) => setStep(drill, step, choices[Number(event.target.value)]?.values ?? {})}
          >
            {at === -1 && <option value={-1}>{whereOf(step)}</option>}
            {choices.map(({ label, values }, i) => (
              <option key={JSON.stringify(values)} value={i}>
                {label}
              </option>
            ))}
          </select>
        </label>
      </div>
      <SchemaForm
        schema={form}
        value={Object.fromEntries(Object.entries(timesIn(step)).filter(([key]) => key in form.shape))}
        restartNotes={false}
        onChange={(value, edit) => setStep(drill, step, timesOut(value), mergeKeyOf(id, edit))}
      />
      <Magnitudes drill={drill} step={step} />
      <div className="fault-actions">
        <PanelButton onClick={() => dropStep(drill, step)}>Remove</PanelButton>
      </div>
    </>
  );
}

function Magnitudes({ drill, step }: { readonly drill: Drill; readonly step: DrillStep }) {
  const [schema, value, wrap] = magnitudesOf(step);
  if (Object.keys(schema.shape).length === 0) return null;
  return (
    <SchemaForm
      schema={schema}
      value={value}
      restartNotes={false}
      onChange={(next, edit) => setStep(drill, step, wrap(next), mergeKeyOf(`${step.step.id}:params`, edit))}
    />
  );
}

function magnitudesOf({ sort, step }: DrillStep) {
  const asIs = (next: unknown) => next as object;
  switch (sort) {
    case "faults":
      return [faultOf(step.type).params, step.params, (params: unknown) => ({ params })] as const;
    case "traffic":
      return [changeForm, { change: step.change }, asIs] as const;
    case "actions": {
      const schema = actionForm(step.type);
      return [schema, Object.fromEntries(Object.entries(step).filter(([key]) => key in schema.shape)), asIs] as const;
    }
  }
}

function choicesOf(topology: Topology, { sort, step }: DrillStep): Choice[] {
  const nodes = topology.nodes as readonly TopologyNode[];
  switch (sort) {
    case "faults":
      return targetsFor(topology, faultOf(step.type)).map(({ label, target }) => ({ label, values: { target } }));
    case "traffic": {
      const sources = nodes.filter(({ kind }) => !kindOf(kind).ports.incoming);
      return [
        { label: "Every client", values: { client: undefined } },
        ...sources.map(({ id, name }) => ({ label: name, values: { client: id } })),
      ];
    }
    case "actions":
      return actionTargets(topology, step.type).flatMap(({ id, name, kind, config }) => {
        if (step.type !== "drain") return [{ label: name, values: { node: id } }];
        const whole = { label: name, values: { node: id, replicas: undefined } };
        return kindOf(kind).replicas(config as never) < 2
          ? [whole]
          : [{ label: `${name}, one replica`, values: { node: id, replicas: [0] } }, whole];
      });
  }
}

function choiceOf({ sort, step }: DrillStep): object {
  if (sort === "faults") return { target: step.target };
  if (sort === "traffic") return { client: step.client };
  return step.type === "drain" ? { node: step.node, replicas: step.replicas } : { node: step.node };
}

/** A target that the menu does not offer, or that is gone. */
function whereOf({ sort, step }: DrillStep): string {
  if (sort === "traffic") return step.client ?? "Every client";
  if (sort === "actions") return step.node;
  const target: FaultTarget = step.target;
  return target.type === "all" ? "Everything" : `${target.id}, as it is`;
}

export function docsOf({ sort, step }: DrillStep) {
  if (sort === "traffic") return undefined;
  return faultOf(sort === "faults" ? step.type : actionFault(step).type).docs;
}
