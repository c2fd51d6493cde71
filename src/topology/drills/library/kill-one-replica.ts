import { candidates, onNode } from "./choose";
import { drafted, type ReadyDrill } from "./define";

export const killOneReplica: ReadyDrill = {
  id: "kill-one-replica",
  title: "Kill one replica",
  summary: "One replica of the node with several that most clients depend on dies for a minute.",
  draft(topology) {
    const [chosen] = candidates(topology, "crash").filter(({ replicas }) => replicas > 1);
    if (chosen === undefined) return null;
    return drafted(topology, killOneReplica, {
      description: `One of the ${chosen.replicas} replicas of ${chosen.node.name} dies. The others should carry its share.`,
      hypothesis: ["errors < 10% during"],
      method: { faults: [onNode("kill-one", "crash", chosen.node, { durationMs: 60_000 }, { replicas: [0] })] },
    });
  },
};
