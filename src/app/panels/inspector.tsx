import { lazy, Suspense, useSyncExternalStore } from "react";
import { zone } from "../../catalog/boundaries/zone";
import { kindOf } from "../../catalog/kinds/definitions";
import { useDocument } from "../stores/document-store";
import { onFrame } from "../stores/live";
import { useSelection } from "../stores/selection-store";
import { type Element, elementName, elementTitle, findElement } from "./find-element";
import { KindTile } from "./kind-tile";
import { ManySelected } from "./many-selected";
import { NameField } from "./name-field";
import { RunPanel } from "./run-panel";
import { linkWords, replicaStates, replicaWords } from "./state-words";
import "./inspector.css";

// Nothing is selected at first, so the forms can come with the first selection.
const InspectorTabs = lazy(() => import("./inspector-tabs").then((module) => ({ default: module.InspectorTabs })));

/** The right side: the selection with its settings, figures and faults; with nothing selected, the run's findings. */
export function Inspector() {
  const ids = useSelection((state) => state.ids);
  const topology = useDocument((state) => state.topology);
  const present = [...ids].filter((id) => findElement(topology, id) !== null);
  const [id] = present;
  const element = id === undefined ? null : findElement(topology, id);
  return (
    <div className="inspector">
      {element === null || id === undefined ? (
        <RunPanel />
      ) : present.length > 1 ? (
        <ManySelected ids={present} />
      ) : (
        <>
          <InspectorHeader id={id} element={element} />
          <Suspense fallback={null}>
            <InspectorTabs key={element.sort} id={id} element={element} />
          </Suspense>
        </>
      )}
    </div>
  );
}

function InspectorHeader({ id, element }: { readonly id: string; readonly element: Element }) {
  const named = element.sort === "node" || element.sort === "boundary";
  return (
    <div className="inspector-head">
      <ElementIcon element={element} />
      <div className="inspector-title">
        {named ? (
          <NameField id={id} name={elementName(element)} what={elementTitle(element)} />
        ) : (
          <h2>{elementName(element)}</h2>
        )}
        <StateLine id={id} element={element} />
      </div>
    </div>
  );
}

/** The kind, or what is wrong with it right now; read from the frames, rendered only when the words change. */
function StateLine({ id, element }: { readonly id: string; readonly element: Element }) {
  const state = useSyncExternalStore(onFrame, () => {
    const now =
      element.sort === "node"
        ? replicaWords(replicaStates(id))
        : element.sort === "link"
          ? linkWords(id)
          : null;
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
  if (element.sort === "boundary") return <KindTile paths={zone.icon} family="boundary" />;
  return null;
}
