import type { SimulatePolicy } from "../../../engine/plan";
import type { TimeoutConfig } from "./definition";

export const simulateTimeout: SimulatePolicy = (sim, links) => {
  for (const link of links) {
    const config = link.policies.timeout as TimeoutConfig;
    sim.flow.perTryMs[link.index] = config.perTryMs;
    sim.flow.overallMs[link.index] = config.overallMs;
  }
};
