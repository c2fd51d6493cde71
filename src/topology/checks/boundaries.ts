import type { Problem } from "../../base/problem";
import { kindOf } from "../../catalog/kinds/definitions";
import type { Topology } from "../schema";
import { errorAt, warningAt } from "./problem-at";

export function boundaryProblems({ boundaries, nodes }: Topology): Problem[] {
  const parents = new Map(boundaries.map(({ id, parent }) => [id, parent]));
  const problems: Problem[] = [];
  nodes.forEach(({ name, kind, zones, boundary }, i) => {
    if (zones !== undefined && zones.length > 0 && kindOf(kind).spreads !== true) {
      const message = `${name} is spread over zones, which means nothing for this kind of component.`;
      problems.push(warningAt(`nodes[${i}].zones`, message, "Remove this field, or draw one in each zone."));
    }
    zones?.forEach((zone, z) => {
      if (parents.has(zone)) return;
      const message = `${name} is spread over "${zone}", which is not a boundary of this document.`;
      problems.push(errorAt(`nodes[${i}].zones[${z}]`, message, "Remove this entry or add the boundary."));
    });
    if (boundary === undefined || parents.has(boundary)) return;
    const message = `${name} lies in "${boundary}", which is not a boundary of this document.`;
    problems.push(errorAt(`nodes[${i}].boundary`, message, "Remove this field or add the boundary."));
  });
  boundaries.forEach(({ id, name, parent }, i) => {
    if (parent === undefined) return;
    const path = `boundaries[${i}].parent`;
    if (!parents.has(parent)) {
      const message = `${name} lies in "${parent}", which is not a boundary of this document.`;
      problems.push(errorAt(path, message, "Remove this field or add the boundary."));
    } else if (liesInItself(id, parents)) {
      problems.push(errorAt(path, `${name} lies inside itself, by way of "${parent}".`, "Remove this field from one of them."));
    }
  });
  return problems;
}

function liesInItself(id: string, parents: ReadonlyMap<string, string | undefined>): boolean {
  const seen = new Set<string>();
  for (let at = parents.get(id); at !== undefined && !seen.has(at); at = parents.get(at)) {
    if (at === id) return true;
    seen.add(at);
  }
  return false;
}
