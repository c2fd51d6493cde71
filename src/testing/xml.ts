/** An element as a strict reader of XML sees it. */
export class XmlElement {
  readonly children: XmlElement[] = [];
  text = "";
  constructor(
    readonly name: string,
    readonly attributes: Readonly<Record<string, string>>,
  ) {}

  /** Every element below with this name, in the order of the document. */
  all(name: string): XmlElement[] {
    return this.children.flatMap((child) => [...(child.name === name ? [child] : []), ...child.all(name)]);
  }

  /** Its own text and that of everything below. */
  words(): string {
    return [this.text, ...this.children.map((child) => child.words())].join(" ");
  }
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
const ATTRIBUTE = /\s+([A-Za-z_][\w:.-]*)="([^"<]*)"/gy;
const NAME = /[A-Za-z_][\w:.-]*/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 does not allow them
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/u;

/**
 * Reads XML, or HTML that is written as XML, and throws where it is not well-formed: what is open must be closed, every
 * attribute quoted and given once, every special character escaped. The text of `style` is taken as it is.
 */
export function readXml(source: string): XmlElement {
  if (FORBIDDEN.test(source)) throw new Error("It has a character that XML does not allow.");
  const root = new XmlElement("", {});
  const open = [root];
  let at = /^\s*(?:<\?xml [^>]*\?>|<!doctype html>)?\s*/i.exec(source)?.[0].length ?? 0;
  while (at < source.length) {
    const parent = open[open.length - 1];
    const next = source.indexOf("<", at);
    const text = source.slice(at, next === -1 ? undefined : next);
    parent.text += parent.name === "style" ? text : unescaped(text);
    if (open.length === 1 && text.trim() !== "") throw new Error(`There is text outside of the root: ${text.slice(0, 40)}`);
    if (next === -1) break;
    at = source[next + 1] === "/" ? closeTag(source, next, open) : openTag(source, next, open);
  }
  if (open.length > 1) throw new Error(`<${open[open.length - 1].name}> is never closed.`);
  if (root.children.length !== 1) throw new Error(`There are ${root.children.length} roots.`);
  return root.children[0];
}

function closeTag(source: string, at: number, open: XmlElement[]): number {
  const end = source.indexOf(">", at);
  const name = source.slice(at + 2, end).trim();
  const last = open.pop();
  if (last?.name !== name) throw new Error(`</${name}> closes <${last?.name}>.`);
  return end + 1;
}

function openTag(source: string, at: number, open: XmlElement[]): number {
  NAME.lastIndex = at + 1;
  const name = NAME.exec(source)?.[0];
  if (name === undefined) throw new Error(`A tag begins without a name: ${source.slice(at, at + 40)}`);
  const attributes: Record<string, string> = {};
  ATTRIBUTE.lastIndex = at + 1 + name.length;
  let end = ATTRIBUTE.lastIndex;
  for (let match = ATTRIBUTE.exec(source); match !== null; match = ATTRIBUTE.exec(source)) {
    if (match[1] in attributes) throw new Error(`<${name}> has "${match[1]}" twice.`);
    attributes[match[1]] = unescaped(match[2]);
    end = ATTRIBUTE.lastIndex;
  }
  const close = /\s*(\/?)>/y;
  close.lastIndex = end;
  const match = close.exec(source);
  if (match === null) throw new Error(`<${name}> is broken: ${source.slice(at, at + 80)}`);
  const element = new XmlElement(name, attributes);
  open[open.length - 1].children.push(element);
  if (match[1] === "") open.push(element);
  return close.lastIndex;
}

function unescaped(text: string): string {
  return text.replace(/&([^;\s]{0,8};?)/g, (whole, name: string) => {
    const meant = ENTITIES[name.replace(";", "")];
    if (!name.endsWith(";") || meant === undefined) throw new Error(`"${whole}" is no entity.`);
    return meant;
  });
}
