import type { BalancerDefinition } from "../define";

export const leastConnections: BalancerDefinition = {
  id: "least-connections",
  title: "Least connections",
  docs: {
    summary: "The host with the fewest requests under way; equals take turns.",
    models: ["Counts requests sent and not answered, so a queue at the host counts too"],
    ignores: ["What other balancers have sent"],
    sources: ["HAProxy configuration manual, balance leastconn"],
  },
  behaviour: async () => (await import("./simulate")).bindLeastConnections,
};
