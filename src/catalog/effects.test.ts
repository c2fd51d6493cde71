import { describe, expect, it } from "vitest";
import type * as z from "zod";
import { build, run } from "../testing/build";
import { fieldsOf, withValue } from "../testing/schema-fields";
import { durationMs, exponential, type FaultStage, type PolicyStage, type Stage, traffic, underFault, worker } from "../testing/stage";
import { constant } from "../testing/timeline";
import { type Topology, topologySchema } from "../topology/schema";
import { boundaries } from "./boundaries/registry";
import { distributions } from "./distributions/registry";
import { canAim } from "./faults/aim";
import type { FaultDefinition, TargetType } from "./faults/define";
import { faults } from "./faults/definitions";
import { kinds } from "./kinds/definitions";
import { linkConfig } from "./link-config";
import { keySchema } from "./operation";
import { policies } from "./policies/definitions";
import { protocols } from "./protocols/registry";
import { rateProfileSchema } from "./workloads/registry";

/** Each entry brings the stages that its fields show on: KIND/stages.ts, POLICY/stages.ts, FAULT.stages.ts where needed. */
const kindStages = byEntry(import.meta.glob<readonly Stage[]>("./kinds/*/stages.ts", { eager: true, import: "stages" }));
const policyStages = byEntry(import.meta.glob<readonly PolicyStage[]>("./policies/*/stages.ts", { eager: true, import: "stages" }));
const protocolStages = byEntry(import.meta.glob<readonly Stage[]>("./protocols/*.stages.ts", { eager: true, import: "stages" }));
const faultStages = byEntry(import.meta.glob<readonly FaultStage[]>("./faults/*.stages.ts", { eager: true, import: "stages" }));

function byEntry<S>(files: Record<string, readonly S[]>): Record<string, readonly S[]> {
  return Object.fromEntries(Object.entries(files).map(([path, stages]) => [path.split("/")[2].replace(".stages.ts", ""), stages]));
}

/** An id as a folder is called: "circuitBreaker" lies in "circuit-breaker". */
const folderOf = (id: string) => id.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

type Config = Record<string, unknown>;
const afterClient = (config: Config) =>
  build({
    nodes: { c: traffic(200), s: worker(5), t: worker(5) },
    links: [
      ["c", "s", config],
      ["c", "t"],
    ],
    durationMs,
  });
const afterServer = (config: Config) =>
  build({
    nodes: { c: traffic(200), s: worker(5), t: worker(5) },
    links: [
      ["c", "s"],
      ["s", "t", config],
    ],
    durationMs,
  });
const afterQueue = (config: Config) =>
  build({
    nodes: { c: traffic(200), q: ["queue", { messageTtlMs: 20 }], s: worker(50), t: worker(5) },
    links: [
      ["c", "q"],
      ["q", "s", config],
      ["q", "t"],
    ],
    durationMs,
  });
const afterBalancer = (config: Config) =>
  build({
    nodes: { c: traffic(200), b: ["load-balancer", { healthCheck: { enabled: false } }], s: worker(5), t: worker(5) },
    links: [
      ["c", "b"],
      ["b", "s", config],
      ["b", "t"],
    ],
    durationMs,
  });
const linkStage: Config = { operations: ["read"], latency: exponential(2), lossRatio: 0.05, bandwidthMbitPerSecond: 20 };

const aimed: Record<TargetType, Config> = {
  node: { type: "node", id: "s" },
  link: { type: "link", id: "c-s" },
  boundary: { type: "boundary", id: "z" },
  all: { type: "all" },
};
/** How many steps the simulation took is no effect that anybody asks for. */
const outcome = (topology: Topology) => JSON.stringify({ ...run(topology), events: 0 });

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
    expect(unfelt(kind.config, kindStages[folderOf(id)])).toEqual([]);
  });

  it("links", () => {
    const places = [afterClient, afterServer, afterBalancer, afterQueue];
    expect(
      unfelt(
        linkConfig,
        places.map((place) => ({ config: linkStage, place })),
      ),
    ).toEqual([]);
  });

  const withFields = protocols.filter(({ schema }) => Object.keys(schema.shape).length > 1);
  it.each(withFields.map((entry) => [entry.id, entry.schema] as const))("protocol %s", (id, schema) => {
    const around = protocolStages[id].map(({ config, place }) => ({ config: { type: id, ...config }, place }));
    expect(unfelt(schema, around)).toEqual([]);
  });

  it.each(policies.map((policy) => [policy.id, policy] as const))("policy %s", (id, policy) => {
    const around = policyStages[folderOf(id)].map(({ policies: all, place }) => ({
      config: all[id] as Config,
      place: (config: Config) => place({ ...all, [id]: config }),
    }));
    expect(unfelt(policy.schema, around)).toEqual([]);
  });

  const aims = (faults as readonly FaultDefinition[]).flatMap((fault) => fault.targets.map((target) => [fault.id, target, fault] as const));
  it.each(aims)("fault %s on %s", (type, target, definition) => {
    const usual = definition.aimsAt === "sources" && target === "node" ? { type: "node", id: "c" } : aimed[target];
    // What grows is how hard it acts, or on how much; one link is cut or is not.
    const climbs =
      definition.momentary !== true &&
      definition.onLeaders !== true &&
      definition.aimsAt !== "sources" &&
      (definition.scaled !== undefined || target !== "link");
    /** By stage, whether a ramp is felt. */
    const ramps: boolean[] = [];
    for (const stage of faultStages[type] ?? [underFault]) {
      const at = stage.target?.type === target ? stage.target : usual;
      const entry = { id: "f", type, target: at, startMs: 500, durationMs: 1000, params: stage.params ?? {} };
      const struck = outcome(stage.place(entry));
      expect(struck).not.toBe(outcome(stage.place({ ...entry, startMs: durationMs + 1 })));
      expect(struck).not.toBe(outcome(stage.place({ ...entry, startMs: 900 })));
      if (definition.momentary !== true) expect(struck).not.toBe(outcome(stage.place({ ...entry, durationMs: 1500 })));
      if (climbs && definition.atOnce?.(definition.params.parse(entry.params) as never) !== true) {
        ramps.push(struck !== outcome(stage.place({ ...entry, rampMs: 900 })));
      }
      if (target === "link" && definition.directed) {
        for (const direction of ["forward", "backward"]) {
          expect(struck, direction).not.toBe(outcome(stage.place({ ...entry, target: { ...at, direction } })));
        }
      }
      if (target !== "node" || definition.aimsAt === "sources" || definition.wholeNode === true) continue;
      // Which replicas a count or a share means is chosen by chance: they may be the ones that matter.
      const parts = [{ replicas: [1] }, { count: 1 }, { percent: 50 }];
      expect(parts.some((part) => outcome(stage.place({ ...entry, target: { ...at, ...part } })) !== struck)).toBe(true);
    }
    if (ramps.length > 0) expect(ramps, "ramp").toContain(true);
  });

  it.each(faults.map((fault) => [fault.id, fault as FaultDefinition] as const))("fault %s, its magnitudes", (type, fault) => {
    const around = (faultStages[type] ?? [underFault]).map(({ target, params, place }) => ({
      config: params ?? {},
      place: (changed: Config) => {
        const [first] = fault.targets;
        const usual = fault.aimsAt === "sources" && first === "node" ? { type: "node", id: "c" } : aimed[first];
        return place({ id: "f", type, target: target ?? usual, startMs: 500, durationMs: 1000, params: changed });
      },
    }));
    expect(unfelt(fault.params, around)).toEqual([]);
  });

  const nodeFaults = (faults as readonly FaultDefinition[]).filter(({ targets }) => targets.includes("node"));
  const pairs = nodeFaults.flatMap((fault) =>
    kinds.filter((kind) => kind.ports.incoming && canAim(fault, kind)).map((kind) => [fault.id, kind.id] as const),
  );
  it.each(pairs)("fault %s at kind %s", (type, kind) => {
    const felt = kindStages[folderOf(kind)].some(({ config, place }) => {
      const calm = place(config);
      const [params] = faultStages[type]?.map((stage) => stage.params) ?? [{}];
      const extra = { id: "extra", type, target: { type: "node", id: "x" }, startMs: 200, durationMs: 900, params: params ?? {} };
      const struck = topologySchema.parse({ ...calm, faults: [...calm.faults, extra] });
      return outcome(struck) !== outcome(calm);
    });
    expect(felt).toBe(true);
  });

  it.each(boundaries.map(({ id, config }) => [id, config] as const))("boundary %s", (_, config) => {
    const place = (changed: Config) =>
      build({
        nodes: { c: traffic(50), s: worker(5), t: worker(5) },
        links: [
          ["c", "s"],
          ["s", "t"],
        ],
        boundaries: { z: { members: ["s", "t"], ...changed } },
        durationMs,
      });
    expect(unfelt(config, [{ config: {}, place }])).toEqual([]);
  });

  it.each(distributions.map(({ id, schema }) => [id, schema] as const))("distribution %s", (id, schema) => {
    const place = (serviceTime: Config) =>
      build({ nodes: { c: traffic(20), s: worker(1, { serviceTime }) }, links: [["c", "s"]], durationMs });
    expect(unfelt(schema as z.ZodType, [{ config: { type: id }, place }])).toEqual([]);
  });

  const profiles: Config[] = [
    { type: "steady", ratePerSecond: 100 },
    { type: "ramp", startMs: 500, rampMs: 1000 },
    { type: "spike", startMs: 500, lastsMs: 1000 },
    {
      type: "steps",
      steps: [
        { atMs: 100, ratePerSecond: 50 },
        { atMs: 800, ratePerSecond: 150 },
      ],
    },
    { type: "sine", periodMs: 2000 },
  ];
  it.each(profiles.map((profile) => [profile.type, profile] as const))("rate profile %s", (_, config) => {
    const place = (profile: Config) =>
      build({ nodes: { c: ["client", { traffic: { type: "open", profile } }], s: worker(1) }, links: [["c", "s"]], durationMs });
    expect(unfelt(rateProfileSchema, [{ config, place }])).toEqual([]);
  });

  it.each(
    [
      { type: "uniform", keys: 50 },
      { type: "zipf", keys: 50 },
      { type: "hot", keys: 50 },
    ].map((key) => [key.type, key] as const),
  )("key spread %s", (_, config) => {
    const place = (key: Config) =>
      build({
        nodes: { c: ["client", { operations: [{ key }] }], x: ["cache", { capacity: 10, lookupTime: constant(0) }] },
        links: [["c", "x"]],
        durationMs,
      });
    expect(unfelt(keySchema, [{ config, place }])).toEqual([]);
  });

  it("run settings", () => {
    const of = (settings: { seed?: number; durationMs?: number }) =>
      outcome(build({ nodes: { c: traffic(50), s: worker(5) }, links: [["c", "s"]], durationMs, ...settings }));
    expect(of({ seed: 2 })).not.toBe(of({}));
    expect(of({ durationMs: 2000 })).not.toBe(of({}));
  });
});
