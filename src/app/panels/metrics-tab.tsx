import { kindOf } from "../../catalog/kinds/definitions";
import type { PolicyDefinition } from "../../catalog/policies/define";
import { policyEntries } from "../../catalog/policies/definitions";
import { protocolOf } from "../../catalog/protocols/registry";
import type { TopologyLink } from "../../topology/schema";
import { useDocument } from "../stores/document-store";
import { connectedLinkFigures, linkFigures, nodeFigures, policyFigures, runFigures } from "./figures";
import { type Element, nodeById } from "./find-element";
import { LiveFigures } from "./live-figures";

/** Live figures of the selection and of the links that touch it. */
export function MetricsTab({ element }: { readonly element: Element }) {
  const links = useDocument((state) => state.topology.links);
  const topology = useDocument.getState().topology;
  const nameOf = (id: string) => nodeById(topology, id)?.name ?? id;
  if (element.sort === "link") {
    const { link, from } = element;
    const active = kindOf(from.kind).ports.callerPolicies
      ? policyEntries.filter(({ id, figures }) => figures !== undefined && id in link.policies)
      : [];
    return (
      <>
        <LiveFigures title="This link" id={link.id} figures={figuresOfLink(link)} />
        {active.length > 0 && <LiveFigures title="Its policies, over the run" id={link.id} figures={policyFiguresOf(active)} />}
      </>
    );
  }
  if (element.sort === "boundary") {
    const inside = topology.nodes.filter((node) => node.boundary === element.boundary.id);
    if (inside.length === 0) return <p className="panel-empty">Nothing lies in this zone. Move nodes into it.</p>;
    return inside.map((node) => <LiveFigures key={node.id} title={node.name} id={node.id} figures={figuresOf(node.kind)} />);
  }
  if (element.sort === "note") return null;
  const { id, kind } = element.node;
  return (
    <>
      <LiveFigures title="This node" id={id} figures={figuresOf(kind)} />
      {kindOf(kind).figures !== undefined && <LiveFigures title="Over the run" id={id} figures={totalsOf(kind)} />}
      {links
        .filter((link) => link.to === id || link.from === id)
        .map((link) => (
          <LiveFigures
            key={link.id}
            title={link.to === id ? `Calls from ${nameOf(link.from)}` : `Calls to ${nameOf(link.to)}`}
            id={link.id}
            figures={figuresOfLink(link)}
          />
        ))}
    </>
  );
}

/** The same array for the same kind, so that tables keep their subscription. */
const byPolicies = remembered((ids) => policyFigures(policyEntries.filter(({ id }) => ids.split(" ").includes(id))));
const policyFiguresOf = (active: readonly PolicyDefinition[]) => byPolicies(active.map(({ id }) => id).join(" "));
const figuresOf = remembered((kind) => nodeFigures(kindOf(kind)));
const totalsOf = remembered((kind) => runFigures(kindOf(kind)));

function remembered<V>(make: (kind: string) => V): (kind: string) => V {
  const known = new Map<string, V>();
  return (kind) => {
    const value = known.get(kind) ?? make(kind);
    known.set(kind, value);
    return value;
  };
}

/** Those of connections where the link's protocol needs any. */
function figuresOfLink({ config: { protocol } }: TopologyLink) {
  return protocolOf(protocol).plan(protocol as never).connections === null ? linkFigures : connectedLinkFigures;
}
