import { useState } from "react";
import type { FaultDefinition } from "../../catalog/faults/define";
import { faults } from "../../catalog/faults/definitions";
import { freshId, usedIds } from "../../topology/edit/ids";
import { type FaultEntry, faultSchema } from "../../topology/schema";
import { SchemaForm } from "../forms/schema-form";
import { useDocument } from "../stores/document-store";
import { useRun } from "../stores/run-store";
import { targetsFor } from "./fault-targets";

/** Choose what goes wrong, then where. */
export function BreakPanel({ done }: { readonly done: () => void }) {
  const [fault, setFault] = useState<FaultDefinition | null>(null);
  if (fault === null) return <FaultPalette choose={setFault} />;
  return <Aim key={fault.id} fault={fault} back={() => setFault(null)} done={done} />;
}

function FaultPalette({ choose }: { readonly choose: (fault: FaultDefinition) => void }) {
  const topology = useDocument((state) => state.topology);
  return (
    <ul className="break-faults" aria-label="Faults">
      {(faults as readonly FaultDefinition[]).map((fault, i) => {
        const possible = targetsFor(topology, fault).length > 0;
        return (
          <li key={fault.id}>
            <button
              type="button"
              // The panel opens on request; focus belongs to its first choice.
              // biome-ignore lint/a11y/noAutofocus: see above.
              autoFocus={i === 0}
              disabled={!possible}
              title={possible ? fault.docs.summary : "Nothing in this document can be hit by it."}
              onClick={() => choose(fault)}
            >
              <strong>{fault.title}</strong>
              <span>{fault.docs.summary}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

interface AimProps {
  readonly fault: FaultDefinition;
  readonly back: () => void;
  readonly done: () => void;
}

function Aim({ fault, back, done }: AimProps) {
  const topology = useDocument((state) => state.topology);
  const [at, setAt] = useState(0);
  const [params, setParams] = useState<unknown>(() => fault.params.parse({}));
  const choices = targetsFor(topology, fault);
  const chosen = choices[Math.min(at, choices.length - 1)];
  const breakIt = () => {
    if (chosen === undefined) return;
    const id = freshId(usedIds(topology), "fault");
    const { startMs: _givenByTheRun, ...entry } = faultSchema.parse({ id, type: fault.id, target: chosen.target, startMs: 0, params });
    useRun.getState().controls.inject(entry as Omit<FaultEntry, "startMs">);
    done();
  };
  return (
    <form
      className="break-aim"
      onSubmit={(event) => {
        event.preventDefault();
        breakIt();
      }}
    >
      <header>
        <button type="button" className="dock-button" onClick={back}>
          Back
        </button>
        <strong>{fault.title}</strong>
      </header>
      <label>
        Where
        {/* biome-ignore lint/a11y/noAutofocus: the step before had the focus, and went away. */}
        <select className="dock-select" autoFocus value={at} onChange={(event) => setAt(Number(event.target.value))}>
          {choices.map(({ label, target }, i) => (
            <option key={JSON.stringify(target)} value={i}>
              {label}
            </option>
          ))}
        </select>
      </label>
      {Object.keys(fault.params.shape).length > 0 && <SchemaForm schema={fault.params} value={params} restartNotes={false} onChange={setParams} />}
      <button type="submit" className="dock-button dock-danger" disabled={chosen === undefined}>
        Break it now
      </button>
    </form>
  );
}
