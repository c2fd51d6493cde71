import { describe, expect, it } from "vitest";
import { boundaries } from "../../catalog/boundaries/registry";
import { faults } from "../../catalog/faults/definitions";
import { kinds } from "../../catalog/kinds/definitions";
import { linkConfig } from "../../catalog/link-config";
import { policiesSchema } from "../../catalog/policies/definitions";
import { runSchema } from "../../topology/schema";
import { describeField, type Field } from "./describe-field";
import { startingValue, variantValue } from "./starting-value";

const every = (field: Field, seen: Field[] = []): Field[] => {
  seen.push(field);
  if (field.sort === "group") for (const part of field.fields) every(part.field, seen);
  if (field.sort === "list") every(field.element, seen);
  if (field.sort === "optional") every(field.inner, seen);
  if (field.sort === "union") for (const variant of field.variants) for (const part of variant.fields) every(part.field, seen);
  return seen;
};

const schemas = [
  ...kinds.map((kind) => [kind.title, kind.config] as const),
  ...faults.map((fault) => [fault.title, fault.params] as const),
  ["Link", linkConfig] as const,
  ["Policies", policiesSchema] as const,
  ...boundaries.map((entry) => [entry.title, entry.config] as const),
  ["Run", runSchema] as const,
];

describe.each(schemas)("the form of %s", (_, schema) => {
  const fields = every(describeField(schema));

  it("has a title for every value a person sets", () => {
    for (const field of fields) {
      if (field.sort !== "group") expect(field.meta.title, JSON.stringify(field.meta)).toBeTruthy();
    }
  });

  it("names every variant in words, not by its id", () => {
    for (const field of fields) {
      if (field.sort !== "union") continue;
      for (const variant of field.variants) expect(variant.label).toMatch(/^[A-Z]/);
    }
  });

  it("switches to every variant and starts every row with valid values", () => {
    for (const field of fields) {
      if (field.sort === "list") expect(field.element.schema.safeParse(startingValue(field.element)).success).toBe(true);
      if (field.sort !== "union") continue;
      for (const variant of field.variants) {
        expect(variant.schema.safeParse(variantValue(field.by, variant, undefined)).success, variant.value).toBe(true);
      }
    }
  });
});

describe("switching a distribution", () => {
  const [duration] = every(describeField(linkConfig)).filter((field) => field.sort === "union");

  it("keeps the mean", () => {
    if (duration?.sort !== "union") throw new Error("no union");
    const lognormal = duration.variants.find((variant) => variant.value === "lognormal");
    if (lognormal === undefined) throw new Error("no lognormal");
    expect(variantValue("type", lognormal, { type: "constant", valueMs: 7 })).toMatchObject({
      type: "lognormal",
      meanMs: 7,
    });
    expect(variantValue("type", lognormal, { type: "uniform", minMs: 10, maxMs: 30 })).toMatchObject({
      meanMs: 20,
    });
  });
});
