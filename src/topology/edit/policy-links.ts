import { policyEntries } from "../../catalog/policies/definitions";
import type { TopologyLink } from "../schema";

/**
 * A link whose policies call other links by the ids that `idOf` gives them; a policy for which there is none is gone.
 */
export function relinked(link: TopologyLink, idOf: (id: string) => string | undefined): TopologyLink {
  let policies: Record<string, unknown> = link.policies;
  for (const { id, relinked: renew } of policyEntries) {
    const config = policies[id];
    if (config === undefined || renew === undefined) continue;
    const next = renew(config as never, idOf);
    if (next === config) continue;
    const { [id]: _old, ...others } = policies;
    policies = next === null ? others : { ...others, [id]: next };
  }
  return policies === link.policies ? link : { ...link, policies };
}
