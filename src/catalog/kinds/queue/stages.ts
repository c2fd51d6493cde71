import { build } from "../../../testing/build";
import { durationMs, onNode, traffic, worker, type Stage } from "../../../testing/stage";

type Config = Record<string, unknown>;

/** The kind under test is node "x". */
export const stages: readonly Stage[] = [
  { messageTtlMs: 0, maxLength: 20 },
  { messageTtlMs: 100, maxLength: 1000 },
].map((limits) => ({
  config: { prefetch: 2, deliveryLimit: 2, ...limits },
  place: (config: Config) =>
    build({
      nodes: { c: traffic(200), x: ["queue", config], s: worker(20, { slots: 2 }) },
      links: [["c", "x"], ["x", "s"]],
      faults: [onNode("errors", "s", 0, durationMs, { ratio: 0.4 })],
      durationMs,
    }),
}));
