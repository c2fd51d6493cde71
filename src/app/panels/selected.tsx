import { useSyncExternalStore } from "react";
import { boundaryOf } from "../../catalog/boundaries/registry";
import { kindOf } from "../../catalog/kinds/definitions";
import { onFrame } from "../stores/live";
import { type Element, elementName, elementTitle } from "./find-element";
import { InspectorTabs } from "./inspector-tabs";
import { KindTile } from "./kind-tile";
import { ManySelected } from "./many-selected";
import { NameField } from "./name-field";
import { linkWords, replicaStates, replicaWords } from "./state-words";

interface SelectedProps {
  readonly id: string;
  readonly element: Element;
  /** Everything selected; `id` is the first. */
  readonly ids: readonly string[];
}

/** What is selected, with its settings, figures and faults. */
export function Selected({ id, element, ids }: SelectedProps) {
  if (ids.length > 1) return <ManySelected ids={ids} />;
  return (
    <>
      <InspectorHeader id={id} element={element} />
      <InspectorTabs key={element.sort} id={id} element={element} />
    </>
  );
}

function InspectorHeader({ id, element }: { readonly id: string; readonly element: Element }) {
  const named = element.sort === "node" || element.sort === "boundary";
  return (
    <div className="inspector-head">
      <ElementIcon element={element} />
      <div className="inspector-title">
        {named ? <NameField id={id} name={elementName(element)} what={elementTitle(element)} /> : <h2>{elementName(element)}</h2>}
        <StateLine id={id} element={element} />
      </div>
    </div>
  );
}

/** The kind, or what is wrong with it right now; read from the frames, rendered only when the words change. */
function StateLine({ id, element }: { readonly id: string; readonly element: Element }) {
  const state = useSyncExternalStore(onFrame, () => {
    const now = element.sort === "node" ? replicaWords(replicaStates(id)) : element.sort === "link" ? linkWords(id) : null;
    return now === null ? "" : `${now.tone}:${now.words}`;
  });
  const [tone, words] = state === "" ? ["calm", elementTitle(element)] : state.split(":");
  return (
    <p className={`inspector-state inspector-state-${tone}`} aria-live="polite">
      {words}
    </p>
  );
}

function ElementIcon({ element }: { readonly element: Element }) {
  if (element.sort === "node") {
    const kind = kindOf(element.node.kind);
    return <KindTile paths={kind.icon} family={kind.family} />;
  }
  if (element.sort === "boundary") {
    return <KindTile paths={boundaryOf(element.boundary.kind).icon} family="boundary" />;
  }
  return null;
}
