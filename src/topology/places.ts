import { kindOf } from "../catalog/kinds/definitions";
import type { PlanLink, PlanNode, PlanPath } from "../engine/plan";
import type { Topology, TopologyNode } from "./schema";

type Chain = readonly number[];

/**
 * Where the replicas of each node lie: in turn in the zones over which they are spread, else all of them where the node
 * is drawn. A place is the boundaries around it, innermost first, by their position in the document.
 */
export function placesByNode({ nodes, boundaries }: Topology): (readonly Chain[])[] {
  const indexOf = new Map(boundaries.map(({ id }, index) => [id, index]));
  const chainOf = (id: string | undefined): Chain => {
    const chain: number[] = [];
    for (let at = id; at !== undefined; ) {
      const index = indexOf.get(at);
      if (index === undefined || chain.includes(index)) break;
      chain.push(index);
      at = boundaries[index].parent;
    }
    return chain;
  };
  const nowhere = [[]];
  return (nodes as readonly TopologyNode[]).map((node) => {
    const homes = homesOf(node);
    return homes.length === 0 ? nowhere : homes.map(chainOf);
  });
}

/** The boundaries in which a node's replicas lie, as the document names them. */
export function homesOf(node: TopologyNode): readonly string[] {
  if (isSpread(node)) return node.zones as readonly string[];
  return node.boundary === undefined ? [] : [node.boundary];
}

function isSpread({ kind, zones }: TopologyNode): boolean {
  return zones !== undefined && zones.length > 0 && kindOf(kind).spreads === true;
}

/** The paths of every link: each one's own, then those beyond the first of links whose ends are spread. */
export function pathsOf(
  { boundaries }: Topology,
  nodes: readonly PlanNode[],
  links: readonly { readonly from: number; readonly to: number }[],
): { readonly paths: PlanPath[]; readonly byLink: PlanLink["paths"][] } {
  const pathOf = (link: number, caller: Chain, callee: Chain): PlanPath => {
    const hasPlaceInEach = kindOf(nodes[links[link].to].kind).everywhere === true;
    if (hasPlaceInEach) return { link, crossesBorder: false, crossingMs: 0 };
    const crossed = crossedBy(caller, callee);
    const crossingMs = crossed.reduce((most, at) => Math.max(most, boundaries[at].config.crossLatencyMs), 0);
    if (crossed.length > 0) return { link, crossesBorder: true, crossingMs };
    // The innermost one that both lie in is the innermost of either.
    return { link, crossesBorder: false, crossingMs: caller.length > 0 ? boundaries[caller[0]].config.innerLatencyMs : 0 };
  };
  const paths = links.map(({ from, to }, link) => pathOf(link, nodes[from].places[0], nodes[to].places[0]));
  const byLink = links.map(({ from, to }, link) => {
    const [callers, callees] = [nodes[from].places, nodes[to].places];
    if (callers.length === 1 && callees.length === 1) return null;
    return callers.map((caller, i) =>
      callees.map((callee, j) => (i === 0 && j === 0 ? link : paths.push(pathOf(link, caller, callee)) - 1)),
    );
  });
  return { paths, byLink };
}

/** The paths of a link of which exactly one end lies inside a boundary. */
export function pathsAcross(boundary: number, link: PlanLink, nodes: readonly PlanNode[]): number[] {
  const [callers, callees] = [nodes[link.from].places, nodes[link.to].places];
  return callers.flatMap((caller, i) =>
    callees.flatMap((callee, j) => (caller.includes(boundary) === callee.includes(boundary) ? [] : [link.paths?.[i][j] ?? link.index])),
  );
}

/** Boundaries that only one of two places lies in. */
function crossedBy(a: Chain, b: Chain): Chain {
  return [...a.filter((id) => !b.includes(id)), ...b.filter((id) => !a.includes(id))];
}
