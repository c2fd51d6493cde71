import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
// @ts-expect-error: a plain script of the tooling, which has its types in comments.
import { mutants } from "../scripts/mutants-list.mjs";

const places: readonly { readonly id: string; readonly file: string; readonly find: string }[] = mutants;

it.each(places)("the line that $id breaks stands once in its file", ({ file, find }) => {
  expect(readFileSync(file, "utf8").split(find)).toHaveLength(2);
});
