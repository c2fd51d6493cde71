import { balancers } from "../balancers/registry";
import { boundaries } from "../boundaries/registry";
import type { EntryDefinition } from "../define";
import { distributions } from "../distributions/registry";
import { evictions } from "../evictions/registry";
import { faults } from "../faults/definitions";
import { kinds } from "../kinds/definitions";
import { limiters } from "../limiters/registry";
import { policies } from "../policies/definitions";
import { protocols } from "../protocols/registry";

/** Entries of one sort, in the order of their registry. */
export interface FidelitySection {
  readonly title: string;
  readonly entries: readonly EntryDefinition[];
}

/** Everything that can be put into a document, with what it models, simplifies and leaves out. */
export const fidelitySections: readonly FidelitySection[] = [
  { title: "Components", entries: kinds },
  { title: "Boundaries", entries: boundaries },
  { title: "Balancing algorithms", entries: balancers },
  { title: "Rate limits", entries: limiters },
  { title: "Evictions from a cache", entries: evictions },
  { title: "Protocols", entries: protocols },
  { title: "Policies of a caller", entries: policies },
  { title: "Faults", entries: faults },
  { title: "Distributions", entries: distributions },
];
