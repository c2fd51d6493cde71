import type * as z from "zod";
import type { Problem } from "../../base/problem";
import { kindOf } from "../../catalog/kinds/definitions";
import { linkConfig } from "../../catalog/link-config";
import type { Operation } from "../../catalog/operation";
import { calleesOf } from "../callees";
import { pathText } from "../path-text";
import type { Topology, TopologyNode } from "../schema";
import { errorAt, warningAt } from "./problem-at";

/** Callees and operations that configurations name must be there. */
export function referenceProblems(topology: Topology): Problem[] {
  const callees = calleesOf(topology);
  const operations = operationNames(topology);
  const problems: Problem[] = [];
  (topology.nodes as readonly TopologyNode[]).forEach((node, i) => {
    const { config, mapCallees } = kindOf(node.kind);
    mapCallees?.(node.config as never, (name, path) => {
      if (callees.get(node.id)?.has(name) === true) return name;
      const message = `${node.name} calls "${name}", to which it has no link.`;
      problems.push(errorAt(`nodes[${i}].config.${pathText(path)}`, message, "Connect the two, or name another callee."));
      return name;
    });
    problems.push(...unknownOperations(config, node.config, ["nodes", i, "config"], operations));
  });
  topology.links.forEach((link, i) => {
    problems.push(...unknownOperations(linkConfig, link.config, ["links", i, "config"], operations));
  });
  return problems;
}

function operationNames({ nodes }: Topology): ReadonlySet<string> {
  const operations = nodes.flatMap(({ config }) => ("operations" in config ? (config.operations as readonly unknown[]) : []));
  return new Set(operations.flatMap((one) => (typeof one === "object" ? [(one as Operation).name] : [])));
}

function unknownOperations(schema: z.ZodType, value: unknown, path: readonly (string | number)[], known: ReadonlySet<string>): Problem[] {
  return namedOperations(schema, value, path).flatMap(({ name, at }) =>
    known.has(name)
      ? []
      : [warningAt(pathText(at), `No client has an operation "${name}".`, "Name one that a client has, or remove this.")],
  );
}

interface Definition {
  readonly innerType?: z.ZodType;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly element?: z.ZodType;
  readonly options?: readonly z.ZodObject[];
  readonly discriminator?: string;
}
interface Named {
  readonly name: string;
  readonly at: readonly (string | number)[];
}

/** Every text in a configuration whose schema says that it names an operation. */
function namedOperations(schema: z.ZodType, value: unknown, at: readonly (string | number)[]): Named[] {
  if (value === undefined || !mayName(schema)) return [];
  const { innerType, shape, element, options, discriminator = "" } = schema._zod.def as unknown as Definition;
  if (schema.meta()?.refers === "operation") return [{ name: value as string, at }];
  if (innerType !== undefined) return namedOperations(innerType, value, at);
  if (element !== undefined) return (value as unknown[]).flatMap((item, i) => namedOperations(element, item, [...at, i]));
  const fields = value as Readonly<Record<string, unknown>>;
  const own = options?.find((option) => option.shape[discriminator].safeParse(fields[discriminator]).success);
  if (own !== undefined) return namedOperations(own, value, at);
  return Object.entries(shape ?? {}).flatMap(([key, field]) => namedOperations(field, fields[key], [...at, key]));
}

const naming = new WeakMap<z.ZodType, boolean>();

/** Whether anything below a schema names operations; most do not, and need not be walked for every node. */
function mayName(schema: z.ZodType): boolean {
  const known = naming.get(schema);
  if (known !== undefined) return known;
  const { innerType, shape, element, options } = schema._zod.def as unknown as Definition;
  const parts = [innerType, element, ...(options ?? []), ...Object.values(shape ?? {})].filter((part) => part !== undefined);
  const names = schema.meta()?.refers === "operation" || parts.some(mayName);
  naming.set(schema, names);
  return names;
}
