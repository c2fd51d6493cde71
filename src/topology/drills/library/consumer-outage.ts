import { candidates, onNode } from "./choose";
import { drafted, type ReadyDrill } from "./define";

export const consumerOutage: ReadyDrill = {
  id: "consumer-outage",
  title: "Consumer outage",
  summary: "Consumers take no messages for half a minute.",
  draft(topology) {
    const [stoppable] = candidates(topology, "consumer-stopped");
    const behind = stoppable ?? consumers(topology);
    if (behind === undefined) return null;
    const type = stoppable === undefined ? "pause" : "consumer-stopped";
    const feeds = topology.links.filter(({ to }) => to === behind.node.id).map(({ from }) => from);
    return drafted(topology, consumerOutage, {
      description: `${behind.node.name} takes no messages. They wait in ${feeds.join(", ")}, and should be worked off soon.`,
      hypothesis: ["errors < 1% during"],
      method: { faults: [onNode("stop-consumers", type, behind.node, { durationMs: 30_000 })] },
      more: { windows: { afterMs: 120_000 }, expectedRecoveryMs: 60_000 },
    });
  },
};

/** A node that is no consumer by its kind, but takes its work from one whose oldest message has an age. */
function consumers(topology: Parameters<ReadyDrill["draft"]>[0]) {
  const kept = new Set(candidates(topology, "poison-message").map(({ node }) => node.id));
  return candidates(topology, "pause").find(({ node }) => topology.links.some(({ from, to }) => to === node.id && kept.has(from)));
}
