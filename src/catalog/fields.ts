import * as z from "zod";

/**
 * A named value from a documented source, offered beside a field ("Envoy default"). Of a group it is an object: what it
 * names is set, the rest is left as it is.
 */
export interface FieldPreset {
  readonly label: string;
  readonly value: unknown;
  readonly source: string;
}

/**
 * What a form, the docs and the published JSON Schema need to know of a field. It rides on the zod schema
 * itself (`schema.meta()`), so that there is one source and no copy to drift.
 */
export interface FieldMeta {
  readonly title: string;
  /** Shown behind the input; also the unit of the number in the file. */
  readonly unit?: string;
  readonly help?: string;
  /** True when an edit takes effect in a running simulation; otherwise the run restarts. */
  readonly live?: boolean;
  readonly presets?: readonly FieldPreset[];
  /** Labels for the values of a choice. */
  readonly labels?: Readonly<Record<string, string>>;
  /** A text too long to type: forms take it from a file with this in it. */
  readonly file?: "recording";
  /** The field means something only while each of these fields beside it has one of these values; forms hide it else. */
  readonly onlyWith?: Readonly<Record<string, readonly string[]>>;
  /** The same while each of these numbers beside it is above that. */
  readonly onlyAbove?: Readonly<Record<string, number>>;
  /** The text names something of the document: a node or link that this node calls, or an operation of a client. */
  readonly refers?: Reference;
}
export type Reference = "callee" | "operation";

declare module "zod" {
  interface GlobalMeta {
    unit?: string;
    help?: string;
    live?: boolean;
    presets?: readonly FieldPreset[];
    labels?: Readonly<Record<string, string>>;
    file?: "recording";
    onlyWith?: Readonly<Record<string, readonly string[]>>;
    onlyAbove?: Readonly<Record<string, number>>;
    refers?: Reference;
  }
}

interface NumberField extends FieldMeta {
  readonly default: number;
  readonly min?: number;
  readonly max?: number;
  readonly above?: number;
  readonly integer?: boolean;
}

/** A number with its unit, range and default. NaN and infinities are refused by zod itself. */
export function quantity(field: NumberField) {
  const { default: fallback, min, max, above, integer, ...meta } = field;
  let schema = integer ? z.number().int() : z.number();
  if (min !== undefined) schema = schema.min(min);
  if (above !== undefined) schema = schema.gt(above);
  if (max !== undefined) schema = schema.max(max);
  return schema.default(fallback).meta(meta);
}

interface ChoiceField<V extends string> extends FieldMeta {
  readonly options: Readonly<Record<V, string>>;
  readonly default: NoInfer<V>;
}

/** One of a few words, each with its label. */
export function choice<V extends string>(field: ChoiceField<V>) {
  const { options, default: fallback, ...meta } = field;
  const values = Object.keys(options) as [V, ...V[]];
  return z
    .enum(values)
    .default(fallback as never)
    .meta({ ...meta, labels: options });
}

/** On or off. */
export function toggle(field: FieldMeta & { readonly default: boolean }) {
  const { default: fallback, ...meta } = field;
  return z.boolean().default(fallback).meta(meta);
}

/** A short text. Text is text: it is never interpreted as markup. */
export function text(field: FieldMeta & { readonly default: string; readonly maxLength?: number }) {
  const { default: fallback, maxLength, ...meta } = field;
  return z
    .string()
    .max(maxLength ?? 200)
    .default(fallback)
    .meta(meta);
}

/** Dresses any schema with a field's words. */
export function described<S extends z.ZodType>(schema: S, meta: FieldMeta): S {
  return schema.meta({ ...meta }) as S;
}

/** Operations by name. */
export function operationNames(field: FieldMeta) {
  const name = text({ title: "Operation", default: "", maxLength: 60, refers: "operation" });
  return described(z.array(name).max(50).default([]), field);
}
