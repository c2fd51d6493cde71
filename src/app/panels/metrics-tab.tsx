import { kindOf } from "../../catalog/kinds/definitions";
import { useDocument } from "../stores/document-store";
import { linkFigures, nodeFigures } from "./figures";
import { type Element, nodeById } from "./find-element";
import { LiveFigures } from "./live-figures";

/** Live figures of the selection and of the links that touch it. */
export function MetricsTab({ element }: { readonly element: Element }) {
  const links = useDocument((state) => state.topology.links);
  const topology = useDocument.getState().topology;
  const nameOf = (id: string) => nodeById(topology, id)?.name ?? id;
  if (element.sort === "link") {
    return <LiveFigures title="This link" of="link" id={element.link.id} figures={linkFigures} />;
  }
  if (element.sort === "boundary") {
    const inside = topology.nodes.filter((node) => node.boundary === element.boundary.id);
    if (inside.length === 0)
      return <p className="panel-empty">Nothing lies in this zone. Move nodes into it.</p>;
    return inside.map((node) => (
      <LiveFigures key={node.id} title={node.name} of="node" id={node.id} figures={figuresOf(node.kind)} />
    ));
  }
  if (element.sort === "note") return null;
  const { id, kind } = element.node;
  return (
    <>
      <LiveFigures title="This node" of="node" id={id} figures={figuresOf(kind)} />
      {links
        .filter((link) => link.to === id || link.from === id)
        .map((link) => (
          <LiveFigures
            key={link.id}
            title={link.to === id ? `Calls from ${nameOf(link.from)}` : `Calls to ${nameOf(link.to)}`}
            of="link"
            id={link.id}
            figures={linkFigures}
          />
        ))}
    </>
  );
}

const byKind = new Map<string, ReturnType<typeof nodeFigures>>();

/** The same array for the same kind, so that tables keep their subscription. */
function figuresOf(kind: string) {
  let figures = byKind.get(kind);
  if (figures === undefined) {
    figures = nodeFigures(kindOf(kind));
    byKind.set(kind, figures);
  }
  return figures;
}
