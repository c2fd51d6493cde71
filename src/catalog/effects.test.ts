import { describe, expect, it } from "vitest";
import type * as z from "zod";
import { build, run } from "../testing/build";
import { fieldsOf, withValue } from "../testing/schema-fields";
import { constant } from "../testing/timeline";
import type { Topology } from "../topology/schema";
import { zone } from "./boundaries/zone";
import { distributions } from "./distributions/registry";
import type { FaultDefinition, TargetType } from "./faults/define";
import { faults } from "./faults/definitions";
import { kinds } from "./kinds/definitions";
import { linkConfig } from "./link-config";
import { keySchema } from "./operation";
import { policies } from "./policies/definitions";
import { rateProfileSchema } from "./workloads/registry";

type Config = Record<string, unknown>;
/** A configuration in which fields can show their effect, and the document around it. */
interface Stage {
  readonly config: Config;
  readonly place: (config: Config) => Topology;
}

const exponential = (meanMs: number) => ({ type: "exponential", meanMs });
const mixed: Config[] = [
  { name: "read", weight: 3, key: { type: "zipf", keys: 200, exponent: 0.9 }, deadlineMs: 30 },
  { name: "write", weight: 1, access: "write", key: { type: "uniform", keys: 20 }, deadlineMs: 20 },
];
const traffic = (ratePerSecond: number): [string, Config] => [
  "client",
  { traffic: { type: "open", profile: { type: "steady", ratePerSecond } }, operations: mixed },
];
const worker = (meanMs: number, more: Config = {}): [string, Config] => [
  "server",
  { replicas: 1, slots: 4, serviceTime: exponential(meanMs), ...more },
];
const onNode = (type: string, id: string, startMs: number, durationMs: number, params: Config = {}, replicas?: number[]): Config => ({
  id: `${type}-${id}-${startMs}`,
  type,
  target: { type: "node", id, ...(replicas ? { replicas } : {}) },
  startMs,
  durationMs,
  params,
});
const durationMs = 3000;

/** By kind: the kind under test is node "x". */
const stages: Record<string, readonly Stage[]> = {
  client: [
    {
      config: { operations: mixed },
      place: (config) =>
        build({
          nodes: { x: ["client", config], cache: ["cache", { capacity: 20 }], db: ["database", { standbys: 1, readFrom: "standbys" }] },
          links: [["x", "cache", { bandwidthMbitPerSecond: 4 }], ["cache", "db"]],
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
  ],
  server: [
    {
      config: { replicas: 1, slots: 1, serviceTime: exponential(10) },
      place: (config) =>
        build({
          nodes: { c: ["client", { traffic: { type: "recorded", recording: "0,30\n10\n20,5" } }], x: ["server", config] },
          links: [["c", "x"]],
          durationMs,
        }),
    },
    {
      config: { replicas: 2, slots: 2, serviceTime: exponential(10), queueLimit: 5 },
      place: (config) =>
        build({
          nodes: { c: traffic(400), x: ["server", config], a: worker(5), b: worker(5) },
          links: [["c", "x"], ["x", "a"], ["x", "b"]],
          durationMs,
        }),
    },
  ],
  "load-balancer": [
    {
      config: {
        healthCheck: { intervalMs: 200, timeoutMs: 100, fall: 3, rise: 2 },
        passiveCheck: { maxFails: 2, failTimeoutMs: 250 },
        retryOn: "broken",
        sameHostRetries: 1,
        retryPauseMs: 20,
        redispatches: 1,
        overheadMs: 1,
      },
      place: (config) =>
        build({
          nodes: { c: traffic(200), x: ["load-balancer", config], s: worker(10, { replicas: 4 }) },
          links: [["c", "x"], ["x", "s", {}, { timeout: { perTryMs: 25 } }]],
          faults: [onNode("crash", "s", 500, 1000, {}, [0, 1]), onNode("pause", "s", 800, 800, {}, [2])],
          durationMs,
        }),
    },
  ],
  database: [
    {
      config: { connections: 4, waitLimit: 3, parallelism: 2, readTime: exponential(10), writeTime: exponential(20), standbys: 2, readFrom: "any" },
      place: (config) => build({ nodes: { c: traffic(500), x: ["database", config] }, links: [["c", "x"]], durationMs }),
    },
  ],
  queue: [
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
  })),
  cache: [
    {
      config: { shards: 2, capacity: 50, ttlMs: 500, slots: 1, lookupTime: exponential(2) },
      place: (config) =>
        build({
          nodes: { c: traffic(300), x: ["cache", config], db: ["database", {}] },
          links: [["c", "x"], ["x", "db"]],
          durationMs,
        }),
    },
  ],
};

const afterClient = (config: Config) =>
  build({ nodes: { c: traffic(200), s: worker(5), t: worker(5) }, links: [["c", "s", config], ["c", "t"]], durationMs });
const afterServer = (config: Config) =>
  build({ nodes: { c: traffic(200), s: worker(5), t: worker(5) }, links: [["c", "s"], ["s", "t", config]], durationMs });
const linkStage: Config = { latency: exponential(2), lossRatio: 0.05, bandwidthMbitPerSecond: 20 };

/** A callee with errors, slow spells and refusals, so that every policy has something to do. */
const underPolicy = (policyConfig: Config) =>
  build({
    nodes: { c: traffic(100), s: worker(20, { slots: 8, queueLimit: 4 }) },
    links: [["c", "s", {}, policyConfig]],
    faults: [
      onNode("errors", "s", 0, 2500, { ratio: 0.5 }),
      onNode("slow", "s", 1000, 600, { factor: 10 }),
      onNode("crash", "s", 1800, 200),
    ],
    durationMs,
  });
const policyStages: Record<string, readonly Config[]> = {
  timeout: [{ timeout: { perTryMs: 30, overallMs: 50 }, retry: { baseMs: 5 } }],
  retry: [
    { timeout: { perTryMs: 40 }, retry: { maxAttempts: 4, baseMs: 10, capMs: 30 } },
    { timeout: { perTryMs: 40 }, retry: { maxAttempts: 4, baseMs: 10, capMs: 30, jitter: "decorrelated" } },
  ],
  circuitBreaker: [
    { circuitBreaker: { windowSize: 20, minimumCalls: 10, failureRatio: 0.6, openMs: 100, trialCalls: 4, slowCallMs: 40, slowRatio: 0.4 } },
    { circuitBreaker: { window: "time", windowSize: 2, minimumCalls: 10, failureRatio: 0.6, openMs: 100 } },
  ],
};

const aimed: Record<TargetType, Config> = {
  node: { type: "node", id: "s" },
  link: { type: "link", id: "c-s" },
  boundary: { type: "boundary", id: "z" },
  all: { type: "all" },
};
const underFault = (fault: Config) =>
  build({
    nodes: { c: traffic(200), s: worker(5, { replicas: 2 }), t: worker(5) },
    links: [["c", "s", {}, { timeout: { perTryMs: 100 } }], ["s", "t"]],
    boundaries: { z: { members: ["s"], crossLatencyMs: 1 } },
    faults: [fault],
    durationMs,
  });

const outcome = (topology: Topology) => JSON.stringify(run(topology));

/** Paths of the fields that no other value can make felt on any of the stages. */
function unfelt(schema: z.ZodType, someStages: readonly Stage[]): string[] {
  const felt = new Set<string>();
  const all = new Set<string>();
  for (const { config, place } of someStages) {
    const parsed = schema.parse(config) as Config;
    const before = outcome(place(parsed));
    for (const { path, others } of fieldsOf(schema, parsed)) {
      const name = path.join(".");
      if (name === "") continue;
      all.add(name);
      if (!felt.has(name) && others.some((other) => outcome(place(withValue(parsed, path, other))) !== before)) felt.add(name);
    }
  }
  return [...all].filter((name) => !felt.has(name));
}

describe("no field without effect", { timeout: 60_000 }, () => {
  it.each(kinds.map((kind) => [kind.id, kind] as const))("kind %s", (id, kind) => {
    expect(unfelt(kind.config, stages[id])).toEqual([]);
  });

  it("links", () => {
    const places = [afterClient, afterServer];
    expect(unfelt(linkConfig, places.map((place) => ({ config: linkStage, place })))).toEqual([]);
  });

  it.each(policies.map((policy) => [policy.id, policy] as const))("policy %s", (id, policy) => {
    const around = policyStages[id].map((all) => ({
      config: all[id] as Config,
      place: (config: Config) => underPolicy({ ...all, [id]: config }),
    }));
    expect(unfelt(policy.schema, around)).toEqual([]);
  });

  const aims = (faults as readonly FaultDefinition[]).flatMap((fault) => fault.targets.map((target) => [fault.id, target, fault] as const));
  it.each(aims)("fault %s on %s", (type, target, definition) => {
    const at = definition.aimsAt === "sources" && target === "node" ? { type: "node", id: "c" } : aimed[target];
    const entry = { id: "f", type, target: at, startMs: 500, durationMs: 1000 };
    const struck = outcome(underFault(entry));
    expect(struck).not.toBe(outcome(underFault({ ...entry, startMs: durationMs + 1 })));
    expect(struck).not.toBe(outcome(underFault({ ...entry, startMs: 900 })));
    expect(struck).not.toBe(outcome(underFault({ ...entry, durationMs: 1500 })));
    expect(unfelt(definition.params, [{ config: {}, place: (params) => underFault({ ...entry, params }) }])).toEqual([]);
    if (target !== "node" || definition.aimsAt === "sources") return;
    expect(struck).not.toBe(outcome(underFault({ ...entry, target: { ...at, replicas: [1] } })));
  });

  const nodeFaults = (faults as readonly FaultDefinition[]).filter(({ targets, aimsAt }) => targets.includes("node") && aimsAt !== "sources");
  const receivers = kinds.filter(({ ports }) => ports.incoming);
  it.each(nodeFaults.flatMap((fault) => receivers.map((kind) => [fault.id, kind.id] as const)))("fault %s at kind %s", (type, kind) => {
    const [{ config, place }] = stages[kind];
    const calm = place(config);
    const entry = { id: "extra", type, target: { type: "node" as const, id: "x" }, startMs: 200, durationMs: 900 };
    const struck = { ...calm, faults: [...calm.faults, underFault({ ...entry, target: aimed.node }).faults[0]].map((fault) => (fault.id === "extra" ? { ...fault, target: entry.target } : fault)) };
    expect(outcome(struck as Topology)).not.toBe(outcome(calm));
  });

  it("zone", () => {
    const place = (config: Config) =>
      build({ nodes: { c: traffic(50), s: worker(5) }, links: [["c", "s"]], boundaries: { z: { members: ["s"], ...config } }, durationMs });
    expect(unfelt(zone.config, [{ config: {}, place }])).toEqual([]);
  });

  it.each(distributions.map(({ id, schema }) => [id, schema] as const))("distribution %s", (id, schema) => {
    const place = (serviceTime: Config) => build({ nodes: { c: traffic(20), s: worker(1, { serviceTime }) }, links: [["c", "s"]], durationMs });
    expect(unfelt(schema as z.ZodType, [{ config: { type: id }, place }])).toEqual([]);
  });

  const profiles: Config[] = [
    { type: "steady", ratePerSecond: 100 },
    { type: "ramp", startMs: 500, rampMs: 1000 },
    { type: "spike", startMs: 500, lastsMs: 1000 },
    { type: "steps", steps: [{ atMs: 100, ratePerSecond: 50 }, { atMs: 800, ratePerSecond: 150 }] },
    { type: "sine", periodMs: 2000 },
  ];
  it.each(profiles.map((profile) => [profile.type, profile] as const))("rate profile %s", (_, config) => {
    const place = (profile: Config) =>
      build({ nodes: { c: ["client", { traffic: { type: "open", profile } }], s: worker(1) }, links: [["c", "s"]], durationMs });
    expect(unfelt(rateProfileSchema, [{ config, place }])).toEqual([]);
  });

  it.each([{ type: "uniform", keys: 50 }, { type: "zipf", keys: 50 }, { type: "hot", keys: 50 }].map((key) => [key.type, key] as const))(
    "key spread %s",
    (_, config) => {
      const place = (key: Config) =>
        build({
          nodes: { c: ["client", { operations: [{ key }] }], x: ["cache", { capacity: 10, lookupTime: constant(0) }] },
          links: [["c", "x"]],
          durationMs,
        });
      expect(unfelt(keySchema, [{ config, place }])).toEqual([]);
    },
  );

  it("run settings", () => {
    const of = (settings: { seed?: number; durationMs?: number }) =>
      outcome(build({ nodes: { c: traffic(50), s: worker(5) }, links: [["c", "s"]], durationMs, ...settings }));
    expect(of({ seed: 2 })).not.toBe(of({}));
    expect(of({ durationMs: 2000 })).not.toBe(of({}));
  });
});
