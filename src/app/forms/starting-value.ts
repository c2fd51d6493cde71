import { type Distribution, distributionOf, distributionSchema } from "../../catalog/distributions/registry";
import type { Field, Variant } from "./describe-field";

/** The value a field starts with when it is switched on or added. */
export function startingValue(field: Field): unknown {
  const parsed = field.schema.safeParse(undefined);
  if (parsed.success && parsed.data !== undefined) return parsed.data;
  switch (field.sort) {
    case "group":
      return Object.fromEntries(field.fields.map(({ key, field: inner }) => [key, startingValue(inner)]));
    case "optional":
      return startingValue(field.inner);
    case "union":
      return field.variants[0] === undefined ? undefined : variantValue(field.by, field.variants[0], undefined);
    case "number":
      return Number.isFinite(field.range.min) ? field.range.min : 0;
    case "list":
      return Array.from({ length: field.min }, () => startingValue(field.element));
    case "choice":
      return field.options[0]?.value;
    case "toggle":
      return false;
    case "text":
    case "recording":
    case "reference":
      return "";
  }
}

/** Another variant of a union that keeps what both have in common; of a distribution, its mean. */
export function variantValue(by: string, variant: Variant, old: unknown): unknown {
  const fresh = variant.schema.safeParse({ [by]: variant.value });
  const base = fresh.success ? (fresh.data as Record<string, unknown>) : { [by]: variant.value };
  if (typeof old !== "object" || old === null) return base;
  const kept: Record<string, unknown> = { ...base };
  for (const { key } of variant.fields) if (key in old) kept[key] = (old as Record<string, unknown>)[key];
  const mean = meanOf(old);
  if (mean !== null) for (const key of ["meanMs", "valueMs"]) if (key in base && !(key in old)) kept[key] = Number(mean.toPrecision(4));
  const parsed = variant.schema.safeParse(kept);
  return parsed.success ? parsed.data : base;
}

/** Mean of a distribution [ms]; null for anything else. */
export function meanOf(value: unknown): number | null {
  return ofDistribution(value, (parsed) => distributionOf(parsed).mean(parsed));
}

/** What one of a hundred durations exceeds [ms]; null for anything else than a distribution. */
export function p99Of(value: unknown): number | null {
  return ofDistribution(value, (parsed) => distributionOf(parsed).p99(parsed));
}

function ofDistribution(value: unknown, read: (distribution: Distribution) => number): number | null {
  const parsed = distributionSchema.safeParse(value);
  if (!parsed.success) return null;
  const figure = read(parsed.data as Distribution);
  return Number.isFinite(figure) ? figure : null;
}
