import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { pieceCases } from "./experiments/pieces";
import { inexpressible } from "./inexpressible";
import { experiments, formulas, knownCases, seedOf } from "./suite";

/** Where the cases were handed over, beside the project; absent elsewhere. */
const HANDED_OVER = fileURLToPath(new URL("../../shared/validity/cases.json", import.meta.url));

const figures = experiments.flatMap((experiment) => experiment.figures);

describe("the known cases", () => {
  it("are the ones handed over, wherever those are at hand", () => {
    const others = [HANDED_OVER].filter(existsSync).map((path) => JSON.parse(readFileSync(path, "utf8")));
    for (const other of others) expect(knownCases).toEqual(other);
    expect(knownCases).toHaveLength(136);
  });

  it("are each compared, or listed with the reason why not, and never both", () => {
    const compared = new Set(figures.map(({ caseId }) => caseId));
    for (const { id } of knownCases) {
      const reasons = inexpressible.filter(({ prefix }) => id.startsWith(prefix));
      expect([id, reasons.length + (compared.has(id) ? 1 : 0)]).toEqual([id, 1]);
    }
  });

  it("and the formulas of pieces beside them have names of their own, and a row each", () => {
    const ids = [...knownCases, ...pieceCases].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(formulas.experiments.flatMap((one) => one.figures.map(({ caseId }) => caseId))).toEqual(pieceCases.map(({ id }) => id));
    const names = [...experiments, ...formulas.experiments].map(({ id }) => id);
    expect(new Set(names).size).toBe(names.length);
  });

  it("are told apart by their rows, and experiments by their names", () => {
    const rows = figures.map(({ caseId, variant = "" }) => `${caseId} ${variant}`);
    expect(new Set(rows).size).toBe(rows.length);
    expect(new Set(experiments.map(({ id }) => id)).size).toBe(experiments.length);
  });

  it("draw from seeds of their own", () => {
    const seeds = experiments.flatMap((experiment) => [0, 1, 2, 3].map((i) => seedOf(experiment, 0, i)));
    expect(new Set(seeds).size).toBe(seeds.length);
    expect(seedOf(experiments[0], 1, 0)).not.toBe(seedOf(experiments[0], 0, 0));
  });
});
