import { loadBehaviours } from "../catalog/behaviours";
import { evictions } from "../catalog/evictions/registry";
import { kinds } from "../catalog/kinds/definitions";
import { limiters } from "../catalog/limiters/registry";
import { policies } from "../catalog/policies/definitions";

// Where nothing has to be fetched, import this once and every document can run.
await loadBehaviours([...kinds, ...policies, ...limiters, ...evictions]);
