import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { build } from "../../testing/build";
import { type Measure, measureOf, measures } from "./measures";
import { COMPARISONS, complies, inBaseUnits, type Objective, PROBES, RATE_UNITS, TIME_UNITS, type Unit } from "./objective";
import { parseObjective } from "./parse";
import { printObjective } from "./print";
import { resolveObjective } from "./resolve";

function parsed(text: string) {
  const result = parseObjective(text);
  if (!result.ok) throw new Error(`${result.error.at}: ${result.error.message} ${result.error.remedy}`);
  return result.value;
}

/** The mistake in a text, with its place underlined. */
function mistake(text: string) {
  const result = parseObjective(text);
  if (result.ok) throw new Error("It was understood.");
  const { at, length, message, remedy } = result.error;
  return { under: text.slice(at, at + length), at, words: `${message} ${remedy}` };
}

describe("objectives as the issue writes them", () => {
  const forms: readonly [text: string, measure: string, target: string | null, limit: number, comparison: string][] = [
    ["p99(checkout) < 300ms", "p99", "checkout", 300, "<"],
    ["errors < 1%", "errors", null, 0.01, "<"],
    ["availability >= 99.9% over 5m", "availability", null, 0.999, ">="],
    ["queue(receipts).age < 10s", "queue.age", "receipts", 10_000, "<"],
    ["queue(x).depth <= 100", "queue.depth", "x", 100, "<="],
    ["lag(log) < 1000", "lag", "log", 1000, "<"],
    ["lag(db) < 500ms", "lag", "db", 500, "<"],
    ["goodput(op) > 90/s", "goodput", "op", 90, ">"],
    ["throughput >= 120/min", "throughput", null, 2, ">="],
    ["rpo = 0", "rpo", null, 0, "="],
    ["rto < 30s", "rto", null, 30_000, "<"],
    ["recovery < 30s", "recovery", null, 30_000, "<"],
    ["errors(checkout) < 1% during", "errors", "checkout", 0.01, "<"],
    ['mean("Checkout A")≤2 min over 10s always', "mean", "Checkout A", 120_000, "<="],
    ["max(node:a.b-c)<1.5s", "max", "a.b-c", 1500, "<"],
  ];
  it.each(forms)("%s", (text, measure, target, limit, comparison) => {
    const { objective } = parsed(text);
    expect(objective).toMatchObject({ measure, comparison });
    expect(objective.target?.name ?? null).toBe(target);
    expect(inBaseUnits(objective.limit)).toBeCloseTo(limit, 12);
    expect(parsed(printObjective(objective)).objective).toEqual(objective);
  });

  it("knows windows and probes", () => {
    expect(parsed("availability >= 99.9% over 5m").objective.over).toEqual({ value: 5, unit: "m" });
    expect(parsed("errors < 1% during").objective.probe).toBe("during");
    expect(parsed("errors < 1%").objective).toMatchObject({ over: null, probe: null });
    expect(parsed("queue(q).depth < 5 over 10s before").objective).toMatchObject({ over: { value: 10, unit: "s" }, probe: "before" });
  });
});

describe("mistakes point at the character", () => {
  const cases: readonly [text: string, at: number, under: string, words: RegExp][] = [
    ["", 0, "", /ends too early.*p99.*errors/s],
    ["   ", 3, "", /ends too early/],
    ["p98 < 1s", 0, "p98", /"p98" is no measure\. Did you mean "p9/],
    ["eror < 1%", 0, "eror", /Did you mean "errors"\?/],
    ["p99(checkout < 300ms", 13, "<", /"\)"/],
    ["p99() < 1s", 4, ")", /the name of an operation or node/],
    ["p99(a b) < 1s", 6, "b", /quotes/],
    ['p99("a < 1s', 4, '"', /the name of an operation/],
    ["p99(checkout) 300ms", 14, "300ms", /one of < <= > >= =/],
    ["p99 < 300", 9, "", /unit is missing.*300ms/],
    ["p99 < fast", 6, "fast", /a time with its unit/],
    ["p99 < 300sec", 9, "sec", /"sec" is no unit\. Did you mean "s"\?/],
    ["p99 < 5%", 7, "%", /no unit of p99/],
    ["errors < 0.01", 13, "", /such as 1%/],
    ["errors < 1 % dring", 13, "dring", /Did you mean "during"\?/],
    ["goodput > 90", 12, "", /such as 90\/s/],
    ["goodput > 90/sec", 12, "/sec", /\/s/],
    ["queue(q) < 5", 9, "<", /\.depth or \.age/],
    ["queue.age < 5s", 5, ".age", /queue\(name\)/],
    ["queue(q).agee < 5s", 9, "agee", /Did you mean "age"\?/],
    ["lag < 5", 4, "<", /lag\(name\)/],
    ["recovery(x) < 5s", 8, "(", /as a whole/],
    ["recovery < 5s over 1m", 14, "over", /no window/],
    ["rpo = 0s", 7, "s", /number without a unit/],
    ["errors < 1% over 5", 18, "", /length of a window/],
    ["errors < 1% over 0s", 18, "s", /length of a window/],
    ["errors < 1% during x", 19, "x", /nothing more/],
    ["errors < 1.2.3%", 9, "1.2.3", /such as 1%/],
    ["errors < 99999999999999%", 9, "99999999999999", /too large/],
  ];
  it.each(cases)("%j at %i", (text, at, under, words) => {
    const found = mistake(text);
    expect(found.words).toMatch(words);
    expect({ at: found.at, under: found.under }).toEqual({ at, under });
  });

  it("never throws, whatever stands there", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'p99errorsqueue(). <>=%/"\\0123ms over'), maxLength: 40 }), (text) => {
        const result = parseObjective(text);
        if (result.ok) return;
        expect(result.error.at).toBeGreaterThanOrEqual(0);
        expect(result.error.at + result.error.length).toBeLessThanOrEqual(text.length);
        expect(result.error.remedy).not.toBe("");
      }),
      { numRuns: 300 },
    );
  });
});

const number = fc.oneof(fc.nat(1_000_000), fc.double({ min: 0, max: 1e9, noNaN: true }).map(Math.abs));
const timeUnits = Object.keys(TIME_UNITS) as (keyof typeof TIME_UNITS)[];
const unitsOf: Record<Measure["unit"], readonly Unit[]> = {
  time: timeUnits,
  share: ["%"],
  rate: Object.keys(RATE_UNITS) as Unit[],
  count: [""],
  either: ["", ...timeUnits],
};

const objectives: fc.Arbitrary<Objective> = fc.constantFrom(...measures.map(({ id }) => id)).chain((id) => {
  const measure = measureOf(id) as Measure;
  const target = fc.record({
    name: fc.string({ minLength: 1, maxLength: 30 }),
    as: fc.constantFrom("any" as const, "operation" as const, "node" as const),
  });
  const wanted = measure.target === "none" ? fc.constant(null) : measure.target === "node" ? target : fc.option(target);
  return fc.record({
    measure: fc.constant(id as string),
    target: wanted,
    comparison: fc.constantFrom(...COMPARISONS),
    limit: fc.record({ value: number, unit: fc.constantFrom(...unitsOf[measure.unit]) }),
    over: measure.moves
      ? fc.option(fc.record({ value: number.filter((n) => n > 0), unit: fc.constantFrom(...timeUnits) }))
      : fc.constant(null),
    probe: fc.option(fc.constantFrom(...PROBES)),
  });
});

describe("printing", () => {
  it("is undone by parsing, for every objective", () => {
    fc.assert(
      fc.property(objectives, (objective) => {
        expect(parsed(printObjective(objective)).objective).toEqual(objective);
      }),
      { numRuns: 500 },
    );
  });
});

describe("limits", () => {
  it.each([
    ["p99 < 300ms", 299.9, true],
    ["p99 < 300ms", 300, false],
    ["p99 <= 300ms", 300, true],
    ["goodput > 90/s", 90, false],
    ["availability >= 99.9%", 0.999, true],
    ["errors <= 0.07%", 0.0007, true],
    ["max <= 0.07s", 70, true],
    ["max <= 0.07m", 4200, true],
    ["rpo = 0", 0, true],
    ["rpo = 0", 1, false],
  ])("%s of %d: %s", (text, value, held) => {
    expect(complies(parsed(text).objective, value)).toBe(held);
  });
});

describe("whom an objective is of", () => {
  const topology = build({
    nodes: {
      users: ["client", { operations: [{ name: "checkout" }, { name: "shop" }] }],
      shop: ["server", {}],
      orders: ["queue", {}],
      worker: ["worker", {}],
      db: ["database", { standbys: 1 }],
      events: ["log", {}],
    },
    links: [
      ["users", "shop"],
      ["shop", "orders"],
      ["orders", "worker"],
      ["shop", "db"],
      ["shop", "events"],
    ],
  });
  const resolved = (text: string) => resolveObjective(topology, parsed(text));

  it.each([
    ["p99(checkout) < 1s", { type: "operation", name: "checkout" }],
    ["p99(shop) < 1s", { type: "operation", name: "shop" }],
    ["p99(node:shop) < 1s", { type: "node", id: "shop" }],
    ["errors < 1%", { type: "all" }],
    ["queue(orders).age < 1s", { type: "node", id: "orders" }],
    ["queue(events).age < 1s", { type: "node", id: "events" }],
    ["queue(shop).depth < 3", { type: "node", id: "shop" }],
    ["lag(db) < 1s", { type: "node", id: "db" }],
    ["lag(events) < 100", { type: "node", id: "events" }],
    ["rpo = 0", { type: "all" }],
    ["rto(db) < 1s", { type: "node", id: "db" }],
  ])("%s", (text, subject) => {
    expect(resolved(text)).toEqual({ ok: true, value: subject });
  });

  it.each([
    ["p99(checkot) < 1s", 4, /no operation or node "checkot"\. Did you mean "checkout"\?/],
    ["queue(order).depth < 1", 6, /no node "order"\. Did you mean "orders"\?/],
    ["p99(operation:db) < 1s", 4, /no operation "db"/],
    ["queue(shop).age < 1s", 6, /shop has no age to measure\. Ask it of orders or events/],
    ["lag(shop) < 1", 4, /Ask it of db or events/],
    ["lag(db) < 5", 10, /is a time.*500ms/],
    ["lag(events) < 5s", 14, /counted in records/],
    ["goodput(node:shop) > 1/s", 8, /Name an operation/],
  ])("%s: at %i", (text, at, words) => {
    const result = resolved(text);
    expect(result.ok).toBe(false);
    if (result.ok) return;
    expect(`${result.error.message} ${result.error.remedy}`).toMatch(words);
    expect(result.error.at).toBe(at);
  });

  it("rpo and rto need something that can lose or fail over", () => {
    const plain = build({ nodes: { users: ["client", {}], shop: ["server", {}] }, links: [["users", "shop"]] });
    for (const text of ["rpo = 0", "rto < 1s"]) expect(resolveObjective(plain, parsed(text)).ok).toBe(false);
  });
});
