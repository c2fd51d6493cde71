import type * as z from "zod";
import type { FieldMeta, Reference } from "../../catalog/fields";
import { variantTitle } from "./variant-titles";

/** What a form has to know of one field, read off its schema; a plain description, no zod from here on. */
export type Field = FieldWords &
  (
    | { readonly sort: "number"; readonly range: NumberRange }
    | { readonly sort: "choice"; readonly options: readonly Option[] }
    | { readonly sort: "toggle" }
    | { readonly sort: "text"; readonly maxLength: number }
    | { readonly sort: "recording" }
    | { readonly sort: "reference"; readonly to: Reference }
    | { readonly sort: "group"; readonly fields: readonly KeyedField[] }
    | { readonly sort: "union"; readonly by: string; readonly variants: readonly Variant[] }
    | { readonly sort: "list"; readonly element: Field; readonly min: number; readonly max: number }
    | { readonly sort: "optional"; readonly inner: Field }
  );
export type FieldOf<S extends Field["sort"]> = Extract<Field, { sort: S }>;

interface FieldWords {
  readonly meta: Partial<FieldMeta>;
  readonly schema: z.ZodType;
}

export interface NumberRange {
  readonly min: number;
  readonly max: number;
  /** The lower bound itself is not allowed. */
  readonly aboveMin: boolean;
  readonly integer: boolean;
}

export interface Option {
  readonly value: string;
  readonly label: string;
}

export interface KeyedField {
  readonly key: string;
  readonly field: Field;
}

export interface Variant extends Option {
  readonly schema: z.ZodType;
  readonly fields: readonly KeyedField[];
}

const described = new WeakMap<z.ZodType, Field>();

/** Walks a schema: unwraps defaults and optionals, keeps the words of the outermost wrapper that has them. */
export function describeField(schema: z.ZodType): Field {
  let field = described.get(schema);
  if (field === undefined) {
    field = walk(schema, schema, {});
    described.set(schema, field);
  }
  return field;
}

/** False where what is chosen beside the field leaves it without effect; an empty list counts as an empty word. */
export function hasMeaning({ meta }: Field, beside: Readonly<Record<string, unknown>>): boolean {
  const { onlyWith = {}, onlyAbove = {} } = meta;
  return (
    Object.entries(onlyWith).every(([key, values]) => values.includes(String(beside[key]))) &&
    Object.entries(onlyAbove).every(([key, bound]) => Number(beside[key]) > bound)
  );
}

function walk(outer: z.ZodType, schema: z.ZodType, words: Partial<FieldMeta>): Field {
  const meta = { ...(schema.meta() as Partial<FieldMeta> | undefined), ...words };
  const def = schema.def as unknown as Definition;
  const base = { meta, schema: outer };
  switch (def.type) {
    case "default":
    case "prefault":
      return walk(outer, def.innerType, meta);
    case "optional":
      return { ...base, sort: "optional", inner: walk(def.innerType, def.innerType, meta) };
    case "number":
      return { ...base, sort: "number", range: rangeOf(schema) };
    case "enum":
      return {
        ...base,
        sort: "choice",
        options: Object.values(def.entries).map((value) => ({ value, label: meta.labels?.[value] ?? value })),
      };
    case "boolean":
      return { ...base, sort: "toggle" };
    case "string":
      if (meta.file === "recording") return { ...base, sort: "recording" };
      if (meta.refers !== undefined) return { ...base, sort: "reference", to: meta.refers };
      return { ...base, sort: "text", maxLength: lengthsOf(schema).max };
    case "object":
      return { ...base, sort: "group", fields: fieldsOf(def.shape) };
    case "array":
      return { ...base, sort: "list", element: describeField(def.element), ...lengthsOf(schema) };
    case "union":
      return {
        ...base,
        sort: "union",
        by: def.discriminator,
        variants: def.options.map((option) => variantOf(option, def.discriminator, schema, meta)),
      };
    default:
      throw new Error(`Forms cannot show a schema of type "${(def as { type: string }).type}".`);
  }
}

/** The parts of zod's definitions that forms read. */
type Definition =
  | { readonly type: "default" | "prefault" | "optional"; readonly innerType: z.ZodType }
  | { readonly type: "number" | "boolean" | "string" }
  | { readonly type: "enum"; readonly entries: Readonly<Record<string, string>> }
  | { readonly type: "object"; readonly shape: Shape }
  | { readonly type: "array"; readonly element: z.ZodType }
  | { readonly type: "union"; readonly discriminator: string; readonly options: readonly z.ZodType[] };
type Shape = Readonly<Record<string, z.ZodType>>;

function fieldsOf(shape: Shape, except?: string): KeyedField[] {
  return Object.entries(shape)
    .filter(([key]) => key !== except)
    .map(([key, schema]) => ({ key, field: describeField(schema) }));
}

function variantOf(option: z.ZodType, by: string, union: z.ZodType, meta: Partial<FieldMeta>): Variant {
  const { shape } = option.def as unknown as { readonly shape: Shape };
  const literal = shape[by]?.def as unknown as { readonly values: readonly string[] };
  const value = literal.values[0] ?? "";
  return {
    value,
    label: meta.labels?.[value] ?? variantTitle(union, value),
    schema: option,
    fields: fieldsOf(shape, by),
  };
}

interface Check {
  readonly check: string;
  readonly value?: number;
  readonly inclusive?: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly format?: string;
}

/** The checks that were put on a schema, as zod keeps them. */
function checksOf(schema: z.ZodType): Check[] {
  return (schema.def.checks ?? []).map((check) => check._zod.def as unknown as Check);
}

function lengthsOf(schema: z.ZodType): { min: number; max: number } {
  const lengths = { min: 0, max: Number.MAX_SAFE_INTEGER };
  for (const { check, minimum, maximum } of checksOf(schema)) {
    if (check === "min_length" && minimum !== undefined) lengths.min = minimum;
    if (check === "max_length" && maximum !== undefined) lengths.max = maximum;
  }
  return lengths;
}

function rangeOf(schema: z.ZodType): NumberRange {
  let range: NumberRange = { min: -Infinity, max: Infinity, aboveMin: false, integer: false };
  for (const { check, value = Number.NaN, inclusive, format } of checksOf(schema)) {
    if (check === "greater_than") range = { ...range, min: value, aboveMin: inclusive === false };
    if (check === "less_than") range = { ...range, max: value };
    if (check === "number_format" && format === "safeint") range = { ...range, integer: true };
  }
  return range;
}
