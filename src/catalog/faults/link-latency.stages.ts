import { type FaultStage, underFault } from "../../testing/stage";

/** Less than the callers' time limit, so that each direction counts by itself. */
export const stages: readonly FaultStage[] = [{ ...underFault, params: { addedMs: 20, jitterMs: 5 } }];
