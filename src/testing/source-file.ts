import { parseSync } from "vite";

/** One import as written, in any of its shapes: `import`, `export from`, `import()`, `import("...")` as a type, `new URL`. */
export interface SourceImport {
  readonly specifier: string;
  readonly line: number;
  /** Whether it is gone, or not yet there, when the module starts: a type, a dynamic import, another thread. */
  readonly deferred: boolean;
}

/** A word of interest and where it stands. */
export interface SourceWord {
  readonly word: string;
  readonly line: number;
}

/** What the architecture test asks of a source: what it imports, what it quotes, which free names it uses. */
export interface SourceFile {
  /** Relative to src/, with forward slashes. */
  readonly path: string;
  readonly imports: readonly SourceImport[];
  readonly quoted: readonly SourceWord[];
  /** Names used as values, `a.b` as a whole where `a` is not itself a member. */
  readonly names: readonly SourceWord[];
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}

/** Reads a source with the bundler's own parser: comments and look-alikes in strings do not count. */
export function readSourceFile(path: string, text: string): SourceFile {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`src/${path} cannot be parsed: ${errors[0].message}`);
  const lineAt = (offset: number) => text.slice(0, offset).split("\n").length;
  const imports: SourceImport[] = [];
  const quoted: SourceWord[] = [];
  const names: SourceWord[] = [];

  const imported = (source: unknown, deferred: boolean) => {
    if (isNode(source) && typeof source.value === "string") {
      imports.push({ specifier: source.value, line: lineAt(source.start), deferred });
    }
  };

  const visit = (node: Node, parent: Node | null, key: string) => {
    const line = () => lineAt(node.start);
    switch (node.type) {
      case "ImportDeclaration":
        return imported(node.source, node.importKind === "type");
      case "ExportAllDeclaration":
        return imported(node.source, node.exportKind === "type");
      case "ExportNamedDeclaration":
        imported(node.source, node.exportKind === "type");
        if (isNode(node.source)) return;
        break;
      case "ImportExpression":
      case "TSImportType":
        imported(node.source, true);
        break;
      case "NewExpression":
        if (isRelativeUrl(node)) return imported((node.arguments as Node[])[0], true);
        break;
      case "Literal":
        if (typeof node.value === "string") quoted.push({ word: node.value, line: line() });
        break;
      case "TemplateElement":
        quoted.push({ word: String((node.value as { cooked: string | null }).cooked), line: line() });
        break;
      case "MemberExpression": {
        const whole = memberName(node);
        if (whole !== undefined) names.push({ word: whole, line: line() });
        break;
      }
      case "Identifier":
        if (!isLabel(node, parent, key)) names.push({ word: String(node.name), line: line() });
        break;
    }
    for (const [childKey, child] of Object.entries(node)) {
      for (const entry of Array.isArray(child) ? child : [child]) {
        if (isNode(entry)) visit(entry, node, childKey);
      }
    }
  };
  visit(program as unknown as Node, null, "");
  return { path, imports, quoted, names };
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && typeof (value as Node).type === "string";
}

/** `new URL("./sim.worker.ts", import.meta.url)`: how a worker or an asset is named. */
function isRelativeUrl(node: Node): boolean {
  const [path, base] = node.arguments as (Node | undefined)[];
  const callee = node.callee as Node;
  return callee.name === "URL" && String(path?.value).startsWith(".") && base?.type === "MemberExpression";
}

/** `Math.random`, and `globalThis.Date` as `Date`. */
function memberName(node: Node): string | undefined {
  const { object, property, computed } = node as unknown as {
    object: Node;
    property: Node;
    computed: boolean;
  };
  if (object.type !== "Identifier") return undefined;
  const name = computed ? property.value : property.name;
  if (typeof name !== "string") return undefined;
  return object.name === "globalThis" ? name : `${object.name}.${name}`;
}

/** A name that labels something of its own rather than meaning a variable: `a.name`, `{ name: 1 }`, `name: Type`. */
function isLabel(node: Node, parent: Node | null, key: string): boolean {
  if (parent === null) return false;
  if (parent.type === "MemberExpression") return key === "property" && parent.computed !== true;
  if (parent.type === "Property") return key === "key" && parent.computed !== true && parent.shorthand !== true;
  return key === "key" || parent.type.startsWith("TSProperty") || isNode(node.typeAnnotation);
}
