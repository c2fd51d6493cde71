import type * as z from "zod";

type Path = readonly (string | number)[];

/** A field of a configuration, and other values that its schema allows there. */
export interface Field {
  readonly path: Path;
  readonly others: readonly unknown[];
}

interface Definition {
  readonly type: string;
  readonly innerType?: z.ZodType;
  readonly shape?: Record<string, z.ZodType>;
  readonly element?: z.ZodType;
  readonly options?: readonly z.ZodObject[];
  readonly discriminator?: string;
  readonly entries?: Record<string, string>;
}

/** Every field of a parsed configuration, however deep, with values to try in its place. */
export function fieldsOf(schema: z.ZodType, value: unknown, path: Path = []): Field[] {
  const definition = schema._zod.def as unknown as Definition;
  // Another name would be that of nobody.
  if (schema.meta()?.refers === "callee") return [{ path, others: value === "" ? [] : [""] }];
  if (definition.innerType !== undefined) return value === undefined ? [] : fieldsOf(definition.innerType, value, path);
  if (definition.shape !== undefined) {
    return Object.entries(definition.shape).flatMap(([key, field]) =>
      fieldsOf(field, (value as Record<string, unknown>)[key], [...path, key]),
    );
  }
  if (definition.element !== undefined) {
    const items = value as unknown[];
    const shorter = items.length > 1 ? [{ path, others: [items.slice(1)] }] : [];
    return [...shorter, ...items.flatMap((item, i) => fieldsOf(definition.element as z.ZodType, item, [...path, i]))];
  }
  if (definition.options !== undefined) return unionFields(definition, value as Record<string, unknown>, path);
  const others = alternatives(definition, value).filter((other) => other !== value && schema.safeParse(other).success);
  return definition.type === "literal" ? [] : [{ path, others }];
}

function unionFields({ options, discriminator }: Definition, value: Record<string, unknown>, path: Path): Field[] {
  const name = discriminator as string;
  const own = (options as readonly z.ZodObject[]).find((option) => option.shape[name].safeParse(value[name]).success) as z.ZodObject;
  const others = (options as readonly z.ZodObject[])
    .filter((option) => option !== own)
    .map((option) => option.parse({ [name]: [...(option.shape[name] as z.ZodLiteral<string>).values][0] }));
  return [{ path, others }, ...fieldsOf(own, value, path)];
}

function alternatives({ type, entries }: Definition, value: unknown): unknown[] {
  if (type === "boolean") return [!value];
  if (type === "enum") return Object.values(entries ?? {});
  // Another name, or a recording without its last request.
  if (type === "string") return [`${value} 2`, (value as string).split("\n").slice(0, -1).join("\n")];
  const x = value as number;
  return [x * 2, x / 2, Math.ceil(x / 3), x + 1, x - 1, x * 10, x / 10, x * 100, x + 0.3, x - 0.3];
}

/** A copy with the value at the path replaced. */
export function withValue<T>(whole: T, path: Path, value: unknown): T {
  if (path.length === 0) return value as T;
  const [first, ...rest] = path;
  const inner = withValue((whole as Record<string | number, unknown>)[first], rest, value);
  if (Array.isArray(whole)) return whole.map((item, i) => (i === first ? inner : item)) as T;
  return { ...whole, [first]: inner };
}
