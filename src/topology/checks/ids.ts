import type { Problem } from "../../base/problem";
import type { Topology } from "../schema";
import { errorAt } from "./problem-at";

/** Ids are unique over all elements, so that a selection or a reference needs no more than the id. */
export function idProblems(topology: Topology): Problem[] {
  const first = new Map<string, string>();
  const problems: Problem[] = [];
  for (const list of ["nodes", "links", "boundaries", "notes", "faults"] as const) {
    topology[list].forEach(({ id }, i) => {
      const path = `${list}[${i}]`;
      const other = first.get(id);
      if (other === undefined) first.set(id, path);
      else problems.push(errorAt(`${path}.id`, `The id "${id}" is already that of ${other}.`, "Give one of them another id."));
    });
  }
  return problems;
}
