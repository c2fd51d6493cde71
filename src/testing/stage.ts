import type { Topology } from "../topology/schema";
import { build } from "./build";

type Config = Record<string, unknown>;

/** A configuration in which fields can show their effect, and the document around it. */
export interface Stage {
  readonly config: Config;
  readonly place: (config: Config) => Topology;
}

export const exponential = (meanMs: number) => ({ type: "exponential", meanMs });
/** Reads and writes with keys of their own. */
export const mixed: Config[] = [
  { name: "read", weight: 3, key: { type: "zipf", keys: 200, exponent: 0.9 }, deadlineMs: 30 },
  { name: "write", weight: 1, access: "write", key: { type: "uniform", keys: 20 }, deadlineMs: 20 },
];
export const traffic = (ratePerSecond: number): [string, Config] => [
  "client",
  { traffic: { type: "open", profile: { type: "steady", ratePerSecond } }, operations: mixed },
];
export const worker = (meanMs: number, more: Config = {}): [string, Config] => [
  "server",
  { replicas: 1, slots: 4, serviceTime: exponential(meanMs), ...more },
];
/** A fault on a node. */
export const onNode = (
  type: string,
  id: string,
  startMs: number,
  durationMs: number,
  params: Config = {},
  replicas?: number[],
): Config => ({
  id: `${type}-${id}-${startMs}`,
  type,
  target: { type: "node", id, ...(replicas ? { replicas } : {}) },
  startMs,
  durationMs,
  params,
});
/** How long a stage plays [ms]. */
export const durationMs = 3000;

/** All policies of a link, the one under test among them, and the document around it. */
export interface PolicyStage {
  readonly policies: Config;
  readonly place: (policies: Config) => Topology;
}

/** A callee with errors, slow spells and refusals, so that every policy has something to do. */
export const underPolicies = (policies: Config): PolicyStage => ({
  policies,
  place: (changed) =>
    build({
      nodes: { c: traffic(100), s: worker(20, { slots: 8, queueLimit: 4 }) },
      links: [["c", "s", {}, changed]],
      faults: [
        onNode("errors", "s", 0, 2500, { ratio: 0.5 }),
        onNode("slow", "s", 1000, 600, { factor: 10 }),
        onNode("crash", "s", 1800, 200),
      ],
      durationMs,
    }),
});

/** Where a fault has something to break; the fault under test is the one that is passed in. */
export interface FaultStage {
  /** What it is aimed at, in place of the usual. */
  readonly target?: Config;
  /** Magnitudes other than the defaults. */
  readonly params?: Config;
  readonly place: (fault: Config) => Topology;
}

/** The usual stage of a fault: clients "c" and "d", servers "s" (two replicas, in zone "z") and "t", link "c-s". */
export const underFault: FaultStage = {
  place: (fault) =>
    build({
      nodes: { c: traffic(200), d: traffic(50), s: worker(5, { replicas: 2 }), t: worker(5) },
      links: [
        ["c", "s", {}, { timeout: { perTryMs: 100 } }],
        ["d", "s"],
        ["s", "t"],
      ],
      boundaries: { z: { members: ["s"], crossLatencyMs: 1 } },
      faults: [fault],
      durationMs,
    }),
};

/** A link whose caller gives up on slow answers, by protocol: for what a protocol alone decides. */
export const pressedLink = (protocol: Config, link: Config = {}, more: Config = {}): Stage => ({
  config: protocol,
  place: (changed) =>
    build({
      nodes: { c: traffic(200), s: worker(5, { replicas: 2, ...more }), t: worker(8) },
      links: [
        ["c", "s", { latency: exponential(2), ...link, protocol: changed }, { timeout: { perTryMs: 12 } }],
        ["s", "t"],
      ],
      faults: [
        onNode("crash", "s", 1200, 300),
        {
          id: "cut",
          type: "partition",
          target: { type: "link", id: "c-s" },
          startMs: 2000,
          durationMs: 300,
          params: { direction: "forward" },
        },
      ],
      durationMs,
    }),
});
