import { allLoaded, type Behaved, loadBehaviours } from "../catalog/behaviours";
import { kindOf } from "../catalog/kinds/definitions";
import { policies } from "../catalog/policies/definitions";
import type { Topology } from "./schema";

/** What has to be loaded before the document can be compiled; null when everything is there. */
export function loadFor(topology: Topology): Promise<void> | null {
  const used = new Set<Behaved<unknown>>();
  for (const { kind } of topology.nodes) used.add(kindOf(kind));
  for (const policy of policies) {
    if (topology.links.some((link) => link.policies[policy.id] !== undefined)) used.add(policy);
  }
  const entries = [...used];
  return allLoaded(entries) ? null : loadBehaviours(entries);
}
