import { candidates, onNode } from "./choose";
import { drafted, type ReadyDrill } from "./define";

export const killTheLeader: ReadyDrill = {
  id: "kill-the-leader",
  title: "Kill the leader",
  summary: "The leader of the database that most clients depend on dies for two minutes.",
  draft(topology) {
    const all = candidates(topology, "kill-leader");
    const chosen = all.find(({ replicas }) => replicas > 1) ?? all[0];
    if (chosen === undefined) return null;
    return drafted(topology, killTheLeader, {
      description: `Whoever leads ${chosen.node.name} dies. Another should lead soon, and no acknowledged write should be lost.`,
      hypothesis: ["rpo = 0", "rto < 60s"],
      method: { faults: [onNode("kill-leader", "kill-leader", chosen.node, { durationMs: 120_000 })] },
    });
  },
};
