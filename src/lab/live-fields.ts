import type * as z from "zod";

interface Definition {
  readonly type: string;
  readonly innerType?: z.ZodType;
  readonly shape?: Record<string, z.ZodType>;
}

/** True when two configurations differ in nothing but fields whose schema says that they are live. */
export function sameUnderLiveFields(schema: z.ZodType, a: unknown, b: unknown): boolean {
  if (a === b || JSON.stringify(a) === JSON.stringify(b)) return true;
  const meta = schema.meta() as { live?: boolean } | undefined;
  if (meta?.live === true) return true;
  const definition = schema._zod.def as unknown as Definition;
  if (definition.innerType !== undefined) return sameUnderLiveFields(definition.innerType, a, b);
  if (definition.shape === undefined || !isRecord(a) || !isRecord(b)) return false;
  return Object.entries(definition.shape).every(([key, field]) => sameUnderLiveFields(field, a[key], b[key]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
