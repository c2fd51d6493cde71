import { type FaultStage, underFault } from "../../testing/stage";

export const stages: readonly FaultStage[] = [{ ...underFault, params: { mtbfMs: 200, mttrMs: 100 } }];
