import { type FaultStage, underFault } from "../../testing/stage";

export const stages: readonly FaultStage[] = [{ ...underFault, params: { apartMs: 200, pauseMs: 50 } }];
