import { describe, expect, it } from "vitest";
import { spells, troubleAndCure, varied } from "../../../testing/worked-examples";

const { trouble, cure } = await troubleAndCure("metastable-failure");
const seeds = [1, 2, 3];
const PATIENT = { "links.web--db.policies.retry": { maxAttempts: 1 } };

/** INC01: a database good for 300/s, load 280/s, each query sent twice at most, an outage from 20 s to 30 s. */
describe("metastable failure, HotOS 2021", () => {
  it.each(seeds)("seed %i: well before, and then twice the load and no goodput long after the outage", (seed) => {
    const [before, , after] = spells(trouble, seed, 5000, 20_000, 50_000, 90_000);
    expect(before.failed).toBe(0);
    expect(after.attempts("web--db")).toBeGreaterThan(1.8 * 280);
    expect(after.good / after.issued).toBeLessThan(0.05);
  });

  it.each(seeds)("seed %i: without retries it is over within a minute", (seed) => {
    const [after] = spells(varied(trouble, PATIENT), seed, 90_000, 100_000);
    expect(after.good / after.issued).toBeGreaterThan(0.97);
  });

  it.each(seeds)("seed %i: half the load for a while ends it, and it stays up; 160/s for as long do not", (seed) => {
    const eased = (factor: number) =>
      varied(trouble, {
        "faults.eased": {
          type: "traffic-spike",
          target: { type: "node", id: "users" },
          startMs: 45_000,
          durationMs: 30_000,
          params: { factor },
        },
      });
    const [half] = spells(eased(0.5), seed, 77_000, 90_000);
    expect(half.good / half.issued).toBeGreaterThan(0.97);
    const [more] = spells(eased(160 / 280), seed, 77_000, 90_000);
    expect(more.good / more.issued).toBeLessThan(0.05);
  });

  it.each(seeds)("seed %i: a budget of a tenth of the successes ends it, one of all queries does not", (seed) => {
    const [cured] = spells(cure, seed, 95_000, 105_000);
    expect(cured.good / cured.issued).toBeGreaterThan(0.97);
    const ofAll = { "links.web--db.policies.retry.budget": { type: "deposits", ratio: 0.1, minPerSecond: 0 } };
    const [share] = spells(varied(trouble, ofAll), seed, 60_000, 90_000);
    // 1.1 times 280 are 308.
    expect(share.attempts("web--db") / share.issued).toBeGreaterThan(1.07);
    expect(share.attempts("web--db") / share.issued).toBeLessThan(1.13);
    expect(share.good / share.issued).toBeLessThan(0.05);
  });
});
