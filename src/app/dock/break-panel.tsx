import { type RefObject, useEffect, useRef, useState } from "react";
import type { FaultDefinition } from "../../catalog/faults/define";
import { breakable } from "../../catalog/faults/definitions";
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
  const first = useFocusFirst<HTMLButtonElement>();
  return (
    <ul className="break-faults" aria-label="Faults">
      {breakable.map((fault, i) => {
        const possible = targetsFor(topology, fault).length > 0;
        return (
          <li key={fault.id}>
            <button
              type="button"
              ref={i === 0 ? first : undefined}
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
  const where = useFocusFirst<HTMLSelectElement>();
  const chosen = choices[Math.min(at, choices.length - 1)];
  const breakIt = () => {
    if (chosen === undefined) return;
    const id = freshId(usedIds(topology), "fault");
    const { startMs: _givenByTheRun, ...entry } = faultSchema.parse({
      id,
      type: fault.id,
      target: chosen.target,
      startMs: 0,
      params,
    });
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
        <select className="dock-select" ref={where} value={at} onChange={(event) => setAt(Number(event.target.value))}>
          {choices.map(({ label, target }, i) => (
            <option key={JSON.stringify(target)} value={i}>
              {label}
            </option>
          ))}
        </select>
      </label>
      {Object.keys(fault.params.shape).length > 0 && (
        <SchemaForm schema={fault.params} value={params} restartNotes={false} onChange={setParams} />
      )}
      <button type="submit" className="dock-button dock-danger" disabled={chosen === undefined}>
        Break it now
      </button>
    </form>
  );
}

/** The panel opens on request, and each step replaces what had the focus. */
function useFocusFirst<E extends HTMLElement>(): RefObject<E | null> {
  const element = useRef<E>(null);
  useEffect(() => element.current?.focus(), []);
  return element;
}
