import type { parseTopology } from "../../topology/parse";

/** Reads foreign text as a document; how that is done is loaded when the first text comes. */
export async function readText(text: string): Promise<ReturnType<typeof parseTopology>> {
  const parse = await import("../../topology/parse");
  return parse.parseTopology(text);
}
