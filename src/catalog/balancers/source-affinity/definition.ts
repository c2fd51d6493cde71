import type { BalancerDefinition } from "../define";

export const sourceAffinity: BalancerDefinition = {
  id: "source-affinity",
  title: "Source affinity",
  sticks: true,
  docs: {
    summary: "A caller stays with one host while none comes or goes; then most change.",
    models: ["The hash of the source modulo the hosts in rotation, as HAProxy's default map gives it", "A calling replica is one source"],
    simplifies: ["Users of a client are told apart by the key of their request"],
    ignores: ["Weights"],
    sources: ["HAProxy configuration manual, balance source and hash-type map-based"],
  },
  behaviour: async () => (await import("./simulate")).bindSourceAffinity,
};
