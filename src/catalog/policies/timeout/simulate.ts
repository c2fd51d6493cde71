import type { SimulatePolicy } from "../../../engine/plan";
import type { TimeoutConfig } from "./definition";

export const simulateTimeout: SimulatePolicy = (sim, links) => {
  for (const link of links) {
    const config = link.policies.timeout as TimeoutConfig;
    sim.flow.policed.perTryMs[link.index] = config.perTryMs;
    sim.flow.policed.overallMs[link.index] = config.overallMs;
  }
};
