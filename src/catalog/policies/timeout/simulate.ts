import type { SimulatePolicy } from "../../../engine/plan";
import type { TimeoutConfig } from "./definition";

export const simulateTimeout: SimulatePolicy = (sim, links) => {
  const { limits, gates } = sim.flow.policed;
  for (const { index, policies } of links) {
    const config = policies.timeout as TimeoutConfig;
    limits.perTryMs[index] = config.perTryMs;
    limits.overallMs[index] = config.overallMs;
    gates.limitHere(index);
  }
};
