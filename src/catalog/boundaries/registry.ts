import type { BoundaryDefinition } from "./define";
import { location } from "./location";
import { region } from "./region";
import { zone } from "./zone";

/** Every kind of boundary, one line each. */
export const boundaries = [zone, region, location] as const satisfies readonly BoundaryDefinition[];

export function boundaryOf(id: string): BoundaryDefinition {
  const found = boundaries.find((entry) => entry.id === id);
  if (found === undefined) throw new Error(`No boundary is called "${id}".`);
  return found;
}

export const isBoundary = (id: string): boolean => boundaries.some((entry) => entry.id === id);
