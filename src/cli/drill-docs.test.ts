import { describe, expect, it } from "vitest";
import { docPage, fencedBlocks, tableBelow } from "../testing/doc-page";
import { measures } from "../topology/objectives/measures";
import { parseObjective } from "../topology/objectives/parse";
import { HELP } from "./help";

const page = docPage("drills.md");
const code = (text: string) => [...text.matchAll(/`([^`]+)`/g)].map(([, inside]) => inside);
const grammar = tableBelow(page, "Objectives");
const examples = tableBelow(page, "Examples").map(([cell]) => code(cell)[0]);

describe("docs/drills.md", () => {
  it("names every measure of the grammar, and none that is not there", () => {
    const named = grammar.flatMap(([cell]) => code(cell)).map((name) => name.replace("(name)", ""));
    expect(named.sort()).toEqual(measures.map(({ id }): string => id).sort());
  });

  it.each(examples)("has the sound example %s", (text) => {
    const parsed = parseObjective(text);
    expect(parsed.ok ? "understood" : parsed.error.message).toBe("understood");
  });

  it("has an example of every sort of measure", () => {
    const shown = new Set(
      examples.flatMap((text) => {
        const parsed = parseObjective(text);
        return parsed.ok ? [parsed.value.objective.measure] : [];
      }),
    );
    const percentiles = measures.filter(({ id }) => /^p\d/.test(id)).map(({ id }) => id);
    expect([...shown].some((id) => percentiles.includes(id as never))).toBe(true);
    for (const id of ["errors", "availability", "goodput", "utilisation", "queue.depth", "queue.age", "lag", "rpo", "rto", "recovery"])
      expect(shown).toContain(id);
  });

  it("quotes mistakes as they are told", () => {
    const block = fencedBlocks(page, "").find((text) => text.startsWith("p99(checkout) < 300 ")) ?? "";
    const lines = block
      .trim()
      .split("\n")
      .map((line) => line.split(/ {2,}/));
    expect(lines).toHaveLength(2);
    for (const [text, words] of lines) {
      const parsed = parseObjective(text);
      if (parsed.ok) throw new Error(`${text} was understood.`);
      const told = `${parsed.error.message} ${parsed.error.remedy}`;
      expect(told).toContain(words);
    }
  });

  it("uses flags that the help knows", () => {
    const lines = [page, docPage("drills-in-ci.md")]
      .flatMap((text) => [...fencedBlocks(text, "sh"), ...fencedBlocks(text, "yaml")])
      .join("\n");
    const flags = new Set(lines.match(/(?<=\s)--[a-z-]+/g));
    expect(flags.size).toBeGreaterThan(5);
    for (const flag of flags) expect(HELP).toContain(flag);
  });

  it("tells the exit codes that the help tells", () => {
    expect(tableBelow(page, "Exit codes").map(([number]) => number)).toEqual(
      [...HELP.matchAll(/^ {2}(\d+) {5,}/gm)].map(([, number]) => number),
    );
  });
});
