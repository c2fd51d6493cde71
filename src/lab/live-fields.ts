import type * as z from "zod";

interface Definition {
  readonly type: string;
  readonly innerType?: z.ZodType;
  readonly shape?: Record<string, z.ZodType>;
  readonly element?: z.ZodType;
  readonly options?: readonly z.ZodObject[];
  readonly discriminator?: string;
}

/** True when two configurations differ in nothing but fields whose schema says that they are live. */
export function sameUnderLiveFields(schema: z.ZodType, a: unknown, b: unknown): boolean {
  if (a === b || JSON.stringify(a) === JSON.stringify(b)) return true;
  const meta = schema.meta() as { live?: boolean } | undefined;
  if (meta?.live === true) return true;
  const definition = schema._zod.def as unknown as Definition;
  if (definition.innerType !== undefined) return sameUnderLiveFields(definition.innerType, a, b);
  if (definition.element !== undefined) return sameItems(definition.element, a, b);
  if (!isRecord(a) || !isRecord(b)) return false;
  if (definition.options !== undefined) {
    // Of a union only the option that both are: from open to closed loop is another run.
    const option = optionOf(definition, a);
    return option !== undefined && option === optionOf(definition, b) && sameUnderLiveFields(option, a, b);
  }
  if (definition.shape === undefined) return false;
  return Object.entries(definition.shape).every(([key, field]) => sameUnderLiveFields(field, a[key], b[key]));
}

function sameItems(element: z.ZodType, a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
  return a.every((item, i) => sameUnderLiveFields(element, item, b[i]));
}

function optionOf({ options, discriminator }: Definition, value: Record<string, unknown>): z.ZodObject | undefined {
  if (discriminator === undefined) return undefined;
  return options?.find((option) => option.shape[discriminator]?.safeParse(value[discriminator]).success);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
