import { useDocument } from "../stores/document-store";
import { FaultItem } from "./fault-list";
import { FaultMaker } from "./fault-maker";
import { type Element, faultsAt, faultsFor } from "./find-element";
import "./faults.css";

/** What is broken here, what is planned, and every way to break it. */
export function FaultsTab({ element, id }: { readonly element: Element; readonly id: string }) {
  const topology = useDocument((state) => state.topology);
  const present = faultsAt(topology, element);
  const possible = faultsFor(element);
  return (
    <>
      <section aria-label="Faults of this element">
        <h2 className="panel-heading">Active and scheduled</h2>
        {present.length === 0 ? (
          <p className="panel-empty">Nothing is broken or planned here.</p>
        ) : (
          <ul className="fault-items">
            {present.map((fault) => (
              <FaultItem key={fault.id} fault={fault} selectedId={id} />
            ))}
          </ul>
        )}
      </section>
      <section aria-label="Break it">
        <h2 className="panel-heading">Break it</h2>
        {possible.map((fault) => (
          <FaultMaker key={`${id}:${fault.id}`} element={element} fault={fault} />
        ))}
      </section>
    </>
  );
}
