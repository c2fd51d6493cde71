import { describe, expect, it } from "vitest";
import type * as z from "zod";
import { run } from "../testing/build";
import { fieldsOf, withValue } from "../testing/schema-fields";
import type { Stage } from "../testing/stage";
import type { FieldMeta } from "./fields";
import { kinds } from "./kinds/definitions";

const stages = import.meta.glob<readonly Stage[]>("./kinds/*/stages.ts", { eager: true, import: "stages" });

type Config = Record<string, unknown>;

/** A field that forms hide while what is beside it is so. */
interface Hidden {
  readonly path: readonly string[];
  readonly schema: z.ZodType;
  /** The field beside it, and a value of that which hides this one. */
  readonly by: readonly string[];
  readonly value: unknown;
}

function hiddenFields(schema: z.ZodType, config: unknown, path: readonly string[] = []): Hidden[] {
  const definition = schema._zod.def as unknown as { innerType?: z.ZodType; shape?: Record<string, z.ZodType> };
  if (definition.innerType !== undefined) return config === undefined ? [] : hiddenFields(definition.innerType, config, path);
  const { shape } = definition;
  if (shape === undefined) return [];
  const values = config as Config;
  return Object.entries(shape).flatMap(([key, field]) => {
    const { onlyWith = {}, onlyAbove = {} } = (field.meta() ?? {}) as Partial<FieldMeta>;
    const at = [...path, key];
    const one = (beside: string, value: unknown): Hidden => ({ path: at, schema: field, by: [...path, beside], value });
    const byWord = Object.entries(onlyWith).flatMap(([beside, words]) => {
      const own = fieldsOf(shape[beside], values[beside])[0]?.others ?? [];
      return own
        .filter((other) => !words.includes(String(other)))
        .slice(0, 2)
        .map((other) => one(beside, other));
    });
    const byNumber = Object.entries(onlyAbove).map(([beside, bound]) => one(beside, bound));
    return [...byWord, ...byNumber, ...hiddenFields(field, values[key], at)];
  });
}

/** All that a run has come to, but for how many steps the simulation took. */
const outcomeOf = (place: Stage["place"], config: Config) => JSON.stringify({ ...run(place(config)), events: 0 });
const valueAt = (config: unknown, path: readonly string[]) => path.reduce((value, key) => (value as Config)?.[key], config);

describe("a field that forms hide changes nothing", { timeout: 120_000 }, () => {
  const hiding = kinds.flatMap((kind) => {
    const found = (stages[`./kinds/${kind.id}/stages.ts`] ?? []).flatMap(({ config, place }) => {
      const parsed = kind.config.parse(config) as Config;
      return hiddenFields(kind.config, parsed).map((hidden) => ({ hidden, parsed, place }));
    });
    return found.length === 0 ? [] : [[kind.id, kind, found] as const];
  });

  it.each(hiding)("%s", (_, kind, found) => {
    const wrong = new Set<string>();
    for (const { hidden, parsed, place } of found) {
      const name = `${hidden.path.join(".")} while ${hidden.by.join(".")} is ${String(hidden.value)}`;
      const read = kind.config.safeParse(withValue(parsed, hidden.by, hidden.value));
      if (!read.success || wrong.has(name)) continue;
      const config = read.data as Config;
      const before = outcomeOf(place, config);
      for (const { path, others } of fieldsOf(hidden.schema, valueAt(config, hidden.path), hidden.path)) {
        if (others.slice(0, 2).some((other) => outcomeOf(place, withValue(config, path, other)) !== before)) wrong.add(name);
      }
    }
    expect([...wrong]).toEqual([]);
  });
});
