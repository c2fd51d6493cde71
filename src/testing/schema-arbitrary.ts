import fc from "fast-check";
import type * as z from "zod";

/** `wide` uses the whole range of every field; `calm` stays near the defaults, so that a run is short. */
export type Temper = "wide" | "calm";

/** Stand for whatever a node calls. */
const CALLEES = ["1", "2", "3"];
/** What the operations of clients are called where links and steps are to find them. */
export const OPERATIONS = ["request", "another"];

const known = { wide: new WeakMap<z.core.$ZodType, fc.Arbitrary<unknown>>(), calm: new WeakMap<z.core.$ZodType, fc.Arbitrary<unknown>>() };

/** Random valid values of any schema that the catalog's field makers can build; made once, as making them costs more than drawing. */
export function arbitraryOf(schema: z.core.$ZodType, temper: Temper): fc.Arbitrary<unknown> {
  const made = known[temper].get(schema) ?? madeFor(schema, temper);
  known[temper].set(schema, made);
  return made;
}

function madeFor(schema: z.core.$ZodType, temper: Temper, fallback?: unknown): fc.Arbitrary<unknown> {
  const { def } = schema._zod as { def: z.core.$ZodTypes["_zod"]["def"] };
  if (isRecording(schema)) return recordings;
  // A name out of the blue names nothing: `withNamedCallees` puts one in its place. None means all.
  if (refersTo(schema) === "callee") return fc.constantFrom("", "", ...CALLEES);
  switch (def.type) {
    case "default":
    case "prefault":
      return madeFor(def.innerType, temper, def.defaultValue);
    case "optional":
      return fc.option(arbitraryOf(def.innerType, temper), { nil: undefined });
    case "object":
      return fc
        .record(Object.fromEntries(Object.entries(def.shape).map(([key, field]) => [key, arbitraryOf(field, temper)])))
        .map(withoutUndefined);
    case "union":
      return fc.oneof(...def.options.map((option) => arbitraryOf(option, temper)));
    case "array": {
      if (refersTo(def.element) === "operation") return fc.constantFrom([], [], [], ...OPERATIONS.map((name) => [name]));
      const { minimum = 0, maximum = 5 } = boundsOf(def.checks);
      return fc.array(arbitraryOf(def.element, temper), {
        minLength: minimum,
        maxLength: Math.min(maximum, Math.max(minimum, 5)),
      });
    }
    case "enum":
      return fc.constantFrom(...Object.values(def.entries));
    case "literal":
      return fc.constantFrom(...def.values);
    case "boolean":
      return fc.boolean();
    case "string":
      return words(boundsOf(def.checks).maximum ?? 40);
    case "number":
      return numberOf(boundsOf(def.checks), temper, typeof fallback === "number" ? fallback : undefined);
    default:
      throw new Error(`No arbitrary for a schema of type "${def.type}" yet; add it here.`);
  }
}

/** Text with letters of any script, marks and quotes, within a length. */
export function words(maxLength: number): fc.Arbitrary<string> {
  return fc.string({ unit: "grapheme", maxLength: 12 }).map((text) => text.slice(0, maxLength));
}

function refersTo(schema: z.core.$ZodType): string | undefined {
  return (schema as z.ZodType).meta()?.refers;
}

function isRecording(schema: z.core.$ZodType): boolean {
  return (schema as z.ZodType).meta()?.file === "recording";
}

/** Arrivals within the first seconds, two of three with a need. */
const recordings = fc
  .array(fc.nat(5000), { minLength: 1, maxLength: 12 })
  .map((times) => times.sort((a, b) => a - b).map((ms) => (ms % 3 === 0 ? `${ms}` : `${ms},${ms % 61}`)))
  .map((lines) => ["time_ms,need_ms", ...lines].join("\n"));

interface Bounds {
  minimum?: number;
  maximum?: number;
  above?: number;
  integer?: boolean;
}

function boundsOf(checks: readonly z.core.$ZodCheck[] = []): Bounds {
  const bounds: Bounds = {};
  for (const { _zod } of checks) {
    const check = _zod.def as {
      check: string;
      value: number;
      minimum: number;
      maximum: number;
      inclusive?: boolean;
    };
    if (check.check === "number_format") bounds.integer = true;
    else if (check.check === "less_than") bounds.maximum = check.value;
    else if (check.check === "greater_than") bounds[check.inclusive === true ? "minimum" : "above"] = check.value;
    else if (check.check === "min_length") bounds.minimum = check.minimum;
    else if (check.check === "max_length") bounds.maximum = check.maximum;
  }
  return bounds;
}

const STEPS = 64;
/** Of a share that is nothing by default: losing every other message is not calm. */
const SMALL_RATIO = 0.1;

function numberOf(bounds: Bounds, temper: Temper, fallback: number | undefined): fc.Arbitrary<number> {
  let min = Math.max(bounds.minimum ?? -1e6, bounds.above ?? -1e6);
  let max = bounds.maximum ?? 1e6;
  if (temper === "calm") {
    const usual = fallback ?? Math.max(min, 1);
    // Near nothing is as far from calm as near infinity: a think time of 0 makes a request per event.
    if (usual > 0 && max > 1) min = Math.max(min, usual / 10);
    max = Math.min(max, Math.max(usual * 2, min, usual === 0 ? 5 : 0));
  }
  if (bounds.integer === true) return fc.integer({ min: Math.ceil(min), max: Math.floor(max) });
  if (temper === "calm") {
    // On a scale of equal steps: fast-check's doubles are mostly as good as nothing, and nothing gets through a link of
    // 5e-324 Mbit/s. What is off by default stays off half of the time.
    const steps = fc.integer({ min: bounds.above === min ? 1 : 0, max: STEPS });
    if (fallback !== 0) return steps.map((step) => min + ((max - min) * step) / STEPS);
    return fc.oneof(
      fc.constant(0),
      steps.map((step) => ((max > 1 ? max : SMALL_RATIO * max) * step) / STEPS),
    );
  }
  return fc.double({ min, max, noNaN: true, minExcluded: bounds.above !== undefined && min === bounds.above }).map((value) => value + 0); // JSON has no negative zero.
}

function withoutUndefined(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
