import { describe, expect, it } from "vitest";
import type * as z from "zod";
import { capture } from "../base/memento";
import { Sim } from "../engine/sim";
import { run } from "../testing/build";
import type { Stage } from "../testing/stage";
import { compile } from "../topology/compile";
import type { Topology } from "../topology/schema";
import { distributions } from "./distributions/registry";
import { evictions } from "./evictions/registry";
import { faults } from "./faults/definitions";
import { fidelitySections } from "./fidelity/sections";
import { kinds } from "./kinds/definitions";
import { limiters } from "./limiters/registry";
import { linkConfig } from "./link-config";
import { operationSchema } from "./operation";
import { policies } from "./policies/definitions";
import { protocols } from "./protocols/registry";

/**
 * What every entry of every registry promises, whoever adds it: its words, its fields, and that requests are conserved,
 * runs reproduced and memory bounded. That every field has an effect is proven in effects.test.ts.
 */
const stagesOf = import.meta.glob<readonly Stage[]>("./kinds/*/stages.ts", { eager: true, import: "stages" });

describe.each(fidelitySections.map(({ title, entries }) => [title, entries] as const))("%s", (_, entries) => {
  it("have ids and titles of their own", () => {
    expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
    expect(new Set(entries.map(({ title }) => title)).size).toBe(entries.length);
  });

  it.each(entries.map((entry) => [entry.title, entry] as const))("%s says what it is", (_title, { docs }) => {
    expect(docs.summary).toMatch(/^[A-Z].+\.$/);
    expect(docs.models.length).toBeGreaterThan(0);
    expect(docs.sources.length).toBeGreaterThan(0);
    for (const line of [...docs.models, ...(docs.simplifies ?? []), ...docs.ignores, ...docs.sources]) {
      expect(line.trim()).not.toBe("");
    }
  });
});

const schemas: readonly (readonly [string, z.ZodType])[] = [
  ...kinds.map((kind) => [`kind ${kind.id}`, kind.config] as const),
  ...policies.map((policy) => [`policy ${policy.id}`, policy.schema] as const),
  ...faults.map((fault) => [`fault ${fault.id}`, fault.params] as const),
  ...distributions.map((entry) => [`distribution ${entry.id}`, entry.schema] as const),
  ...protocols.map((entry) => [`protocol ${entry.id}`, entry.schema] as const),
  ...limiters.map((entry) => [`limiter ${entry.id}`, entry.schema] as const),
  ...evictions.map((entry) => [`eviction ${entry.id}`, entry.schema] as const),
  ["link", linkConfig],
  ["operation", operationSchema],
];

describe("every schema", () => {
  it.each(schemas)("of %s takes its own defaults", (name, schema) => {
    const [, id] = /^(?:distribution|protocol|limiter|eviction) (.+)$/.exec(name) ?? [];
    const type = id === undefined ? {} : { type: id };
    expect(schema.safeParse(type).success).toBe(true);
  });

  it.each(schemas)("of %s gives each field a title, and times and rates their unit", (_, schema) => {
    const nameless: string[] = [];
    const unitless: string[] = [];
    for (const { path, field, type } of fieldsIn(schema, [])) {
      const { title, unit } = wordsOf(field);
      if (title === undefined) nameless.push(path);
      const expected = UNITS.find(([suffix]) => path.endsWith(suffix));
      if (type === "number" && expected !== undefined && unit?.endsWith(expected[1]) !== true) unitless.push(path);
    }
    expect({ nameless, unitless }).toEqual({ nameless: [], unitless: [] });
  });
});

describe("every preset", () => {
  const presets = schemas.flatMap(([name, schema]) =>
    [{ path: "", field: schema }, ...fieldsIn(schema, [])].flatMap(({ path, field }) =>
      (presetsOf(field) ?? []).map((preset) => [`${name} ${path}: ${preset.label}`, field, preset] as const),
    ),
  );

  it.each(presets)("%s", (_, field, { value, source }) => {
    expect(source).not.toBe("");
    const core = bare(field);
    if (core.shape === undefined) {
      expect(core.schema.safeParse(value).success).toBe(true);
      return;
    }
    // Of a group: names fields that there are, and says of each what a preset of the same source beside it says.
    const parts = value as Record<string, unknown>;
    expect(Object.keys(parts).filter((key) => core.shape?.[key] === undefined)).toEqual([]);
    for (const [key, part] of Object.entries(parts)) expect([key, core.shape[key].safeParse(part).success]).toEqual([key, true]);
  });

  const groups = presets.filter(([, field]) => bare(field).shape !== undefined);
  it.each(groups)("%s agrees with those of its fields", (_, field, whole) => {
    const shape = bare(field).shape as Record<string, z.ZodType>;
    for (const [key, part] of Object.entries(whole.value as Record<string, unknown>)) {
      for (const { label, value } of presetsOf(shape[key]) ?? []) if (label === whole.label) expect([key, part]).toEqual([key, value]);
    }
  });
});

/** The presets may stand on the schema inside a default. */
function presetsOf(field: z.ZodType): readonly { readonly label: string; readonly value: unknown; readonly source: string }[] | undefined {
  const inner = (field._zod.def as unknown as Parts).innerType;
  return field.meta()?.presets ?? (inner === undefined ? undefined : presetsOf(inner));
}

function bare(field: z.ZodType): { readonly schema: z.ZodType; readonly shape: Record<string, z.ZodType> | undefined } {
  const { innerType, shape } = field._zod.def as unknown as Parts;
  return innerType === undefined ? { schema: field, shape } : bare(innerType);
}

/** Units that live in names, and the forms' words for them. */
const UNITS = [
  ["Ms", "ms"],
  ["PerSecond", "/s"],
  ["Bytes", "B"],
] as const;

interface Found {
  readonly path: string;
  readonly field: z.ZodType;
  readonly type: string;
}
interface Parts {
  readonly type: string;
  readonly innerType?: z.ZodType;
  readonly shape?: Record<string, z.ZodType>;
  readonly element?: z.ZodType;
  readonly options?: readonly z.ZodType[];
}

/** Every named field below a schema; a literal is the name of its variant, not a field. */
function fieldsIn(schema: z.ZodType, path: readonly string[]): Found[] {
  const parts = schema._zod.def as unknown as Parts;
  if (parts.innerType !== undefined) return fieldsIn(parts.innerType, path);
  if (parts.element !== undefined) return fieldsIn(parts.element, path);
  if (parts.options !== undefined) return parts.options.flatMap((option) => fieldsIn(option, path));
  return Object.entries(parts.shape ?? {}).flatMap(([key, field]) => {
    const inner = core(field);
    if (inner.type === "literal") return [];
    const here = [...path, key];
    return [{ path: here.join("."), field, type: inner.type }, ...fieldsIn(field, here)];
  });
}

/** The words may stand on the schema inside a default. */
function wordsOf(field: z.ZodType): { readonly title?: string; readonly unit?: string } {
  const inner = (field._zod.def as unknown as Parts).innerType;
  return { ...(inner === undefined ? {} : wordsOf(inner)), ...field.meta() };
}

function core(field: z.ZodType): Parts {
  const parts = field._zod.def as unknown as Parts;
  return parts.innerType === undefined ? parts : core(parts.innerType);
}

const staged = kinds.flatMap((kind) => (stagesOf[`./kinds/${kind.id}/stages.ts`] ?? []).map((stage, i) => [kind.id, i, stage] as const));

describe("every kind", () => {
  it("brings a stage", () => {
    expect(kinds.filter(({ id }) => !staged.some(([kind]) => kind === id)).map(({ id }) => id)).toEqual([]);
  });

  it.each(staged)("%s conserves requests and reproduces its runs (stage %i)", (_, _stage, { config, place }) => {
    const topology = place(config);
    const result = run(topology);
    const { issued, ok, failed, inFlight } = result.requests;
    expect(issued).toBeGreaterThan(0);
    expect(ok + failed + inFlight).toBe(issued);
    expect(run(topology)).toEqual(result);
  });

  const lasting = staged.filter(([, , { config, place }]) => !JSON.stringify(place(config)).includes('"recorded"'));
  const oneEach = kinds.flatMap(({ id }) => lasting.filter(([kind]) => kind === id).slice(0, 1));
  it.each(oneEach)(
    "%s keeps no more after a million requests than after a hundred thousand",
    { timeout: 120_000 },
    (_, _stage, { config, place }) => {
      const sim = new Sim(compile(forEver(place(config))));
      const early = bytesAfter(sim, 100_000);
      expect(bytesAfter(sim, 1_000_000)).toBeLessThan(1.25 * early + 65_536);
    },
  );
});

/** The same design without an end, with nobody but steady clients. */
function forEver(topology: Topology): Topology {
  return { ...topology, run: { ...topology.run, durationMs: 86_400_000 } };
}

/** State that the run holds once so many requests have been sent [bytes]. */
function bytesAfter(sim: Sim, requests: number): number {
  while (sim.meter.totals.issued < requests) {
    if (sim.run(86_400_000, 100_000)) throw new Error(`Only ${sim.meter.totals.issued} requests were sent in a day.`);
  }
  return capture([sim], new WeakSet([sim.plan])).bytes;
}
