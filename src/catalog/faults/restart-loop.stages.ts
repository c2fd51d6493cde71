import { type FaultStage, underFault } from "../../testing/stage";

export const stages: readonly FaultStage[] = [{ params: { runsMs: 50, backOffMs: 100, longestBackOffMs: 150 }, place: underFault.place }];
