import type * as z from "zod";
import { kindOf } from "../../catalog/kinds/definitions";
import { linkConfig } from "../../catalog/link-config";
import { policiesSchema } from "../../catalog/policies/definitions";
import type { Topology } from "../../topology/schema";
import { describeField, type Field, hasMeaning, type NumberRange } from "../forms/describe-field";

/** A number in the document that can be varied. */
export interface SweepField {
  /** As the command line names it: `nodes.web.config.slots`. */
  readonly path: string;
  /** "Slots per replica", "Service time: Mean". */
  readonly title: string;
  /** The last of that, where the place is known: "Mean". */
  readonly name: string;
  readonly unit: string;
  readonly range: NumberRange;
  /** What it is set to now. */
  readonly value: number;
}

/** The fields of one node or link. */
export interface SweepGroup {
  readonly id: string;
  readonly name: string;
  readonly fields: readonly SweepField[];
}

/** Every number that acts in the document as it stands: of nodes first, then of links with their policies. */
export function sweepGroups(topology: Topology): readonly SweepGroup[] {
  const nameOf = (id: string) => topology.nodes.find((node) => node.id === id)?.name ?? id;
  const nodes = topology.nodes.map(({ id, name, kind, config }) => ({
    id,
    name,
    fields: fieldsOf(kindOf(kind).config, config, `nodes.${id}.config`),
  }));
  const links = topology.links.map(({ id, from, to, config, policies }) => ({
    id,
    name: `${nameOf(from)} to ${nameOf(to)}`,
    fields: [...fieldsOf(linkConfig, config, `links.${id}.config`), ...fieldsOf(policiesSchema, policies, `links.${id}.policies`)],
  }));
  return [...nodes, ...links].filter(({ fields }) => fields.length > 0);
}

function fieldsOf(schema: z.ZodType, value: unknown, path: string): SweepField[] {
  return [...numbersIn(describeField(schema), value, path, [])];
}

function* numbersIn(field: Field, value: unknown, path: string, titles: readonly string[]): Generator<SweepField> {
  if (field.sort === "number") {
    if (typeof value !== "number") return;
    yield { path, title: titles.join(": "), name: titles.at(-1) ?? "", unit: field.meta.unit ?? "", range: field.range, value };
  } else if (field.sort === "optional") {
    if (value !== undefined) yield* numbersIn(field.inner, value, path, titles);
  } else if (field.sort === "group" || field.sort === "union") {
    if (typeof value !== "object" || value === null) return;
    const values = value as Readonly<Record<string, unknown>>;
    const parts =
      field.sort === "group" ? field.fields : (field.variants.find((variant) => variant.value === values[field.by])?.fields ?? []);
    for (const part of parts) {
      if (!hasMeaning(part.field, values)) continue;
      const title = part.field.meta.title ?? part.key;
      yield* numbersIn(part.field, values[part.key], `${path}.${part.key}`, [...titles, title]);
    }
  }
}
