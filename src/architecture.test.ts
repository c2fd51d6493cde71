import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { describe, expect, it } from "vitest";
import { readSourceFile, type SourceFile } from "./testing/source-file";

/**
 * The house, floor by floor:
 *
 *     base -> engine -> catalog -> topology -> lab -> { worker | cli } -> app
 *
 * A floor may import itself and the floors listed, and of the packages only those named. Tests, and testing/, which
 * serves them alone, may import anything.
 */
const LAYERS: Readonly<Record<string, { readonly sees: readonly string[]; readonly packages: readonly string[] }>> = {
  base: { sees: [], packages: [] },
  engine: { sees: ["base"], packages: [] },
  catalog: { sees: ["base", "engine"], packages: ["zod"] },
  topology: { sees: ["base", "engine", "catalog"], packages: ["zod", "@dagrejs/dagre"] },
  lab: { sees: ["base", "engine", "catalog", "topology"], packages: ["zod"] },
  worker: { sees: ["base", "engine", "catalog", "topology", "lab"], packages: [] },
  cli: { sees: ["base", "engine", "catalog", "topology", "lab"], packages: ["zod", "node:*"] },
  app: { sees: ["base", "engine", "catalog", "topology", "lab", "worker"], packages: ["*"] },
};

/** All that the app sees of the worker. */
const WORKER_FACE = ["worker/client", "worker/protocol", "worker/replication-pool"];

/** Inside the catalog a family may import those before it; what stands beside the families are their shared words. */
const FAMILIES = [
  "distributions",
  "workloads",
  "balancers",
  "limiters",
  "evictions",
  "caching",
  "policies",
  "protocols",
  "autoscaling",
  "boundaries",
  "kinds",
  "faults",
  "fidelity",
];

/** Here time is simulated and chance is seeded: a run must be the same on every machine, today and tomorrow. */
const CORE = ["base", "engine", "catalog", "topology", "lab"];
const CLOCKS_AND_CHANCE = [
  "Date",
  "performance",
  "Math.random",
  "crypto",
  "setTimeout",
  "setInterval",
  "setImmediate",
  "requestAnimationFrame",
];

/** Words that equal a kind's name by chance, and mean something else. */
const COINCIDENCES: readonly { readonly path: string; readonly word: string; readonly means: string }[] = [
  { path: "cli/summary.ts", word: "queue", means: "the heading of the queue lengths of any node" },
  { path: "catalog/kinds/server/definition.ts", word: "queue", means: "the label of its own queue's length" },
  { path: "base/memento.ts", word: "function", means: "what typeof says" },
  { path: "app/particles/link-paths.ts", word: "function", means: "what typeof says" },
];

const isForTests = (path: string) => path.startsWith("testing/") || /\.test\.tsx?$/.test(path) || /(^|[/.])stages\.ts$/.test(path);
const floorOf = (path: string) => path.split("/")[0];

/** Where a relative specifier leads, relative to src/, without its extension. */
function resolve(from: string, specifier: string): string {
  return posix.join(posix.dirname(from), specifier).replace(/\.(ts|tsx|js|mjs)$/, "");
}

/** What is wrong with one import, as a sentence; undefined when nothing is. */
function wallBroken(from: string, specifier: string): string | undefined {
  const floor = floorOf(from);
  const layer = LAYERS[floor];
  if (layer === undefined) return `src/${floor}/ is on no floor of the house. Give it a place in LAYERS, or move the file.`;
  if (!specifier.startsWith(".")) return packageBroken(floor, layer.packages, specifier);
  const to = resolve(from, specifier);
  const target = floorOf(to);
  if (isForTests(`${to}.ts`)) return "testing/ serves tests alone: what ships may not lean on it.";
  if (target === "..") {
    return floor === "app" || floor === "cli" ? undefined : `${floor} reads nothing outside of src/.`;
  }
  if (target === floor) return floor === "catalog" ? familyBroken(from, to) : undefined;
  if (!layer.sees.includes(target)) {
    const seen = layer.sees.length === 0 ? "nothing but itself" : `only itself and ${layer.sees.join(", ")}`;
    return `${floor} may import ${seen}, not ${target}. Move what is needed down, or pass it in from above.`;
  }
  if (target === "worker" && !WORKER_FACE.includes(to)) {
    return "Of the worker the app sees only client.ts, protocol.ts and replication-pool.ts: everything else runs in the other threads.";
  }
  return undefined;
}

function packageBroken(floor: string, allowed: readonly string[], specifier: string): string | undefined {
  if (allowed.includes("*") && !specifier.startsWith("node:")) return undefined;
  const fits = (name: string) =>
    name.endsWith("*") && name !== "*" ? specifier.startsWith(name.slice(0, -1)) : specifier === name || specifier.startsWith(`${name}/`);
  if (allowed.some(fits)) return undefined;
  const names = allowed.length === 0 ? "no package at all" : `of the packages only ${allowed.join(", ")}`;
  return `${floor} may import ${names}.`;
}

function familyBroken(from: string, to: string): string | undefined {
  const [, ours, kind] = from.split("/");
  const [, theirs, otherKind] = to.split("/");
  const rank = FAMILIES.indexOf(ours);
  const otherRank = FAMILIES.indexOf(theirs);
  if (rank === -1) {
    const isLate = otherRank >= FAMILIES.indexOf("kinds");
    return isLate ? "The catalog's shared words come before its kinds and faults, which are written in them." : undefined;
  }
  if (otherRank > rank) return `Inside the catalog imports run one way: ${FAMILIES.join(", ")}.`;
  const isInKind = ours === "kinds" && from.split("/").length > 3;
  if (isInKind && theirs === "kinds" && to.split("/").length > 3 && otherKind !== kind) {
    return "A kind never imports another kind: what two of them need belongs in the catalog or the engine.";
  }
  return undefined;
}

function brokenWalls({ path, imports }: SourceFile): string[] {
  if (isForTests(path)) return [];
  return imports.flatMap(({ specifier, line }) => {
    const reason = wallBroken(path, specifier);
    return reason === undefined ? [] : [`src/${path}:${line} imports "${specifier}". ${reason}`];
  });
}

function namedKinds({ path, quoted }: SourceFile, kinds: readonly string[]): string[] {
  if (isForTests(path)) return [];
  return quoted.flatMap(({ word, line }) => {
    const isAtHome = path.startsWith(`catalog/kinds/${word}/`);
    const isChance = COINCIDENCES.some((chance) => chance.path === path && chance.word === word);
    if (!kinds.includes(word) || isAtHome || isChance) return [];
    return [
      `src/${path}:${line} says "${word}". Only the kind itself says its name: ask the definition for what differs, or, ` +
        "if the word means something else, tell so in COINCIDENCES.",
    ];
  });
}

function clocksAndChance({ path, names }: SourceFile): string[] {
  if (isForTests(path) || !CORE.includes(floorOf(path))) return [];
  return names
    .filter(({ word }) => CLOCKS_AND_CHANCE.some((name) => word === name || word.startsWith(`${name}.`)))
    .map(({ word, line }) => `src/${path}:${line} uses ${word}. Time here is simulated and chance is seeded.`);
}

/** Files that need each other before either can start, as one round trip each. */
function cycles(files: readonly SourceFile[]): string[] {
  const byName = new Map(files.map((file) => [file.path.replace(/\.tsx?$/, ""), file]));
  const done = new Set<string>();
  const found: string[] = [];
  const walk = (name: string, trail: readonly string[]) => {
    if (trail.includes(name)) {
      const round = [...trail.slice(trail.indexOf(name)), name];
      found.push(`${round.join(" -> ")}: each waits for the next to start. Move what they share into a file of its own.`);
      return;
    }
    if (done.has(name)) return;
    for (const { specifier, deferred } of byName.get(name)?.imports ?? []) {
      const to = resolve(`${name}.ts`, specifier);
      if (!deferred && specifier.startsWith(".") && byName.has(to)) walk(to, [...trail, name]);
    }
    done.add(name);
  };
  for (const name of byName.keys()) walk(name, []);
  return found;
}

const root = import.meta.dirname;

function sources(): SourceFile[] {
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => /\.tsx?$/.test(path) && path.includes("/"))
    .map((path) => readSourceFile(path, readFileSync(join(root, path), "utf8")));
}

function kindNames(): string[] {
  const folder = join(root, "catalog", "kinds");
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
}

describe("the house", () => {
  const files = sources();
  const kinds = kindNames();

  it("imports only from its own or an earlier floor", () => {
    expect(files.flatMap(brokenWalls)).toEqual([]);
  });

  it("never goes round in circles", () => {
    expect(cycles(files)).toEqual([]);
  });

  it("says a kind's name only in the kind's own folder", () => {
    expect(files.flatMap((file) => namedKinds(file, kinds))).toEqual([]);
  });

  it("has no clock and no chance of its own in the core", () => {
    expect(files.flatMap(clocksAndChance)).toEqual([]);
  });

  it("lists no coincidence that is gone", () => {
    const gone = COINCIDENCES.filter(
      ({ path, word }) => !files.some((file) => file.path === path && file.quoted.some((quote) => quote.word === word)),
    );
    expect(gone).toEqual([]);
  });
});

describe("the inspectors of the house", () => {
  const walls = (path: string, text: string) => brokenWalls(readSourceFile(path, text));

  it.each([
    ["base/a.ts", 'import { b } from "../engine/b"; b();', "base may import nothing but itself"],
    ["base/a.ts", 'import * as z from "zod"; z;', "no package at all"],
    ["engine/a.ts", 'import type { B } from "../lab/b"; export type A = B;', "engine may import"],
    ["engine/a.ts", 'export type A = import("../lab/b").B;', "engine may import"],
    ["topology/a.ts", 'export * from "../lab/session";', "topology may import"],
    ["topology/a.ts", 'export { b } from "../app/b";', "topology may import"],
    ["lab/a.ts", 'export const b = () => import("../worker/b");', "lab may import"],
    ["lab/a.ts", 'import "react";', "of the packages only zod"],
    ["worker/a.ts", 'import { b } from "../cli/b"; b();', "not cli"],
    ["cli/a.ts", 'import { b } from "../worker/b"; b();', "not worker"],
    ["cli/a.ts", 'export const w = new Worker(new URL("../worker/sim.worker.ts", import.meta.url));', "not worker"],
    ["app/a.tsx", 'import { b } from "../worker/simulation-host"; export const A = () => <b />;', "only client.ts"],
    ["app/a.ts", 'import { readFileSync } from "node:fs"; readFileSync("");', "app may import"],
    ["app/a.ts", 'import { sample } from "../testing/sample"; sample();', "serves tests alone"],
    ["catalog/policies/a.ts", 'import { b } from "../kinds/b"; b();', "imports run one way"],
    ["catalog/a.ts", 'import { b } from "./kinds/b/definition"; b();', "shared words"],
    ["catalog/kinds/a/b.ts", 'import { b } from "../b/definition"; b();', "never imports another kind"],
    ["attic/a.ts", 'import "../base/b";', "on no floor"],
  ])("find the broken wall in %s: %s", (path, text, reason) => {
    expect(walls(path, text)).toEqual([expect.stringContaining(reason)]);
  });

  it.each([
    ["engine/a.ts", 'import { b } from "../base/b"; b();'],
    ["app/panels/a.ts", 'import { b } from "../../worker/client"; import "react"; b();'],
    ["cli/a.ts", 'import { parseArgs } from "node:util"; parseArgs();'],
    ["catalog/kinds/definitions.ts", 'import { b } from "./b/definition"; b();'],
    ["catalog/kinds/b/a.ts", 'import { b } from "./definition"; import { c } from "../../policies/c"; b(c);'],
    ["catalog/faults/a.ts", 'import { b } from "../kinds/definitions"; b();'],
    ["base/a.test.ts", 'import { b } from "../testing/b"; import fc from "fast-check"; b(fc);'],
    ["base/a.ts", '// import { b } from "../app/b";\nexport const b = \'import "../app/b"\';'],
  ])("leave the sound %s alone: %s", (path, text) => {
    expect(walls(path, text)).toEqual([]);
  });

  it("find a kind's name in quotes, in a type, in a template and in markup", () => {
    const text = 'type A = "urn"; const b = "urn"; const c = `urn`; export const D = () => <i title="urn">{b}</i>;';
    expect(namedKinds(readSourceFile("app/a.tsx", text), ["urn"])).toHaveLength(4);
    expect(namedKinds(readSourceFile("app/a.tsx", "// urn\nexport const urn = 'an urn';"), ["urn"])).toEqual([]);
    expect(namedKinds(readSourceFile("catalog/kinds/urn/a.ts", 'export const b = "urn";'), ["urn"])).toEqual([]);
    expect(namedKinds(readSourceFile("testing/a.ts", 'export const b = "urn";'), ["urn"])).toEqual([]);
  });

  it.each([
    "Date.now()",
    "new Date()",
    "performance.now()",
    "Math.random()",
    "Math['random']()",
    "const { random } = Math, now = Date;",
    "setTimeout(() => {}, 1)",
    "globalThis.performance.now()",
  ])("find the clock or the chance in %s", (text) => {
    expect(clocksAndChance(readSourceFile("engine/a.ts", text))).not.toEqual([]);
    expect(clocksAndChance(readSourceFile("app/a.ts", text))).toEqual([]);
  });

  it("take a field of their own for what it is", () => {
    const text = "interface A { performance: number; Date: string }\nexport const b = (a: A) => ({ crypto: a.performance });";
    expect(clocksAndChance(readSourceFile("lab/a.ts", text))).toEqual([]);
  });

  it("find two files that wait for each other", () => {
    const a = readSourceFile("base/a.ts", 'import { b } from "./b"; export const a = b;');
    const b = readSourceFile("base/b.ts", 'import { a } from "./a"; export const b = a;');
    const onlyTypes = readSourceFile("base/b.ts", 'import type { a } from "./a"; export const b = 1;');
    expect(cycles([a, b])).toEqual([expect.stringContaining("base/a -> base/b -> base/a")]);
    expect(cycles([a, onlyTypes])).toEqual([]);
  });
});
