import { withoutLostCallees } from "../callees";
import type { FaultEntry, Topology } from "../schema";
import { relinked } from "./policy-links";

/**
 * Removes elements of any sort, and with them the links of removed nodes the faults aimed at anything removed,
 * and the steps that call it.
 * What a removed boundary held moves up to the boundary around it.
 */
export function removeElements(topology: Topology, ids: Iterable<string>): Topology {
  const gone = new Set(ids);
  const stays = (element: { readonly id: string }) => !gone.has(element.id);
  const nodes = topology.nodes.filter(stays);
  const links = topology.links.filter((link) => stays(link) && !gone.has(link.from) && !gone.has(link.to));
  for (const link of topology.links) if (gone.has(link.from) || gone.has(link.to)) gone.add(link.id);
  const parents = new Map(topology.boundaries.map((boundary) => [boundary.id, boundary.parent]));
  const remaining = (id: string | undefined): string | undefined => {
    let at = id;
    while (at !== undefined && gone.has(at)) at = parents.get(at);
    return at;
  };
  return withoutLostCallees({
    ...topology,
    nodes: nodes
      .map((node) => withoutZones(node, gone))
      .map((node) => {
        if (node.boundary === undefined || !gone.has(node.boundary)) return node;
        const { boundary, ...rest } = node;
        const outer = remaining(boundary);
        return outer === undefined ? rest : { ...rest, boundary: outer };
      }),
    links: links.map((link) => relinked(link, (id) => (gone.has(id) ? undefined : id))),
    boundaries: topology.boundaries.filter(stays).map((zone) => {
      if (zone.parent === undefined || !gone.has(zone.parent)) return zone;
      const { parent, ...rest } = zone;
      const outer = remaining(parent);
      return outer === undefined ? rest : { ...rest, parent: outer };
    }),
    notes: topology.notes.filter(stays),
    faults: topology.faults.filter((fault) => stays(fault) && !aimsAtAny(fault, gone)),
  });
}

/** Its replicas are spread over the zones that are left. */
function withoutZones<N extends Topology["nodes"][number]>(node: N, gone: ReadonlySet<string>): N {
  if (node.zones?.some((zone) => gone.has(zone)) !== true) return node;
  const { zones, ...rest } = node;
  const left = zones.filter((zone) => !gone.has(zone));
  return (left.length === 0 ? rest : { ...rest, zones: left }) as N;
}

const aimsAtAny = ({ target }: FaultEntry, gone: ReadonlySet<string>) => target.type !== "all" && gone.has(target.id);
