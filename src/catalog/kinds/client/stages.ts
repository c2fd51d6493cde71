import { build } from "../../../testing/build";
import { durationMs, exponential, mixed, type Stage, worker } from "../../../testing/stage";

/** The kind under test is node "x". */
export const stages: readonly Stage[] = [
  {
    config: { operations: mixed },
    place: (config) =>
      build({
        nodes: { x: ["client", config], cache: ["cache", { capacity: 20 }], db: ["database", { standbys: 1, readFrom: "standbys" }] },
        links: [
          ["x", "cache", { bandwidthMbitPerSecond: 4 }],
          ["cache", "db"],
        ],
        durationMs,
      }),
  },
  {
    config: {
      operations: [
        { name: "usual", priority: 1 },
        { name: "urgent", priority: 2 },
      ],
    },
    place: (config) =>
      build({
        nodes: {
          x: ["client", config],
          q: ["queue", { maxPriority: 5, maxLength: 10, overflow: "reject-publish", messageTtlMs: 50 }],
          s: worker(30, { slots: 1 }),
        },
        links: [
          ["x", "q"],
          ["q", "s"],
        ],
        durationMs,
      }),
  },
  {
    config: { traffic: { type: "closed", users: 20, thinkTime: exponential(200) } },
    place: (config) => build({ nodes: { x: ["client", config], s: worker(10) }, links: [["x", "s"]], durationMs }),
  },
  {
    config: { traffic: { type: "recorded", recording: "0\n10\n20\n500", startMs: 100 } },
    place: (config) => build({ nodes: { x: ["client", config], s: worker(10) }, links: [["x", "s"]], durationMs }),
  },
  {
    config: {
      operations: [
        { name: "low", priority: 2, key: { type: "uniform", keys: 9 } },
        { name: "high", priority: 3 },
      ],
    },
    place: (config) =>
      build({ nodes: { x: ["client", config], s: worker(70, { discipline: "priority" }) }, links: [["x", "s"]], durationMs }),
  },
];
