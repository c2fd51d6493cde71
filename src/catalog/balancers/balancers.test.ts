import { beforeAll, describe, expect, it } from "vitest";
import { Cell } from "../../base/cell";
import { STREAM_WORDS, Stream, seedStream } from "../../base/stream";
import { behaviourOf, loadBehaviours } from "../behaviours";
import { TABLE_SIZE } from "./maglev/simulate";
import { balancerOf, balancers } from "./registry";

/** Hosts whose health the test sets; `inRotation` and `healthy` are one here. */
function bound(id: string, hosts: number, weights: number[] = new Array(hosts).fill(1), { activeRequestBias = 1, choiceCount = 2 } = {}) {
  const words = new Int32Array(STREAM_WORDS);
  seedStream(words, 0, 1, "test");
  const healthy = new Uint8Array(hosts).fill(1);
  const active = new Int32Array(hosts);
  const clock = new Cell();
  const tookMs = new Cell();
  const listeners: ((target: number) => void)[] = [];
  const pick = behaviourOf(balancerOf(id))({
    targets: hosts,
    healthy,
    inRotation: healthy,
    active,
    weights: Float64Array.from(weights),
    uneven: Uint8Array.of(weights.some((weight) => weight !== weights[0]) ? 1 : 0),
    stream: new Stream(words, 0),
    clock,
    options: { choiceCount, activeRequestBias, decayMs: 10_000 },
    tookMs,
    onAnswer: (listener) => listeners.push(listener),
    keep: (state) => state,
  });
  /** The host answers at a time, after so long. */
  const answers = (host: number, atMs: number, took: number) => {
    clock.value = atMs;
    tookMs.value = took;
    for (const listener of listeners) listener(host);
  };
  return { healthy, active, clock, answers, pick };
}
const tally = (pick: (key: number, source: number) => number, hosts: number, draws: number) => {
  const counts = new Array(hosts).fill(0);
  for (let key = 0; key < draws; key++) counts[pick(key, key)]++;
  return counts;
};
const keysOf = (pick: (key: number, source: number) => number, keys: number) => Array.from({ length: keys }, (_, key) => pick(key, key));

beforeAll(() => loadBehaviours(balancers));
/** 99.9 % quantiles of the chi-squared distribution by degrees of freedom. */
const CHI_SQUARED: Record<number, number> = { 3: 16.27, 4: 18.47 };

describe("balancers", () => {
  it.each(balancers.map(({ id }) => id))("%s never chooses a host out of rotation, and says so when none is left", (id) => {
    const { healthy, pick } = bound(id, 5);
    healthy[1] = 0;
    healthy[4] = 0;
    const counts = tally(pick, 5, 500);
    expect([counts[1], counts[4]]).toEqual([0, 0]);
    for (const host of [0, 2, 3]) expect(counts[host]).toBeGreaterThan(50);
    healthy.fill(0);
    expect(pick(1, 1)).toBe(-1);
    healthy[3] = 1;
    expect(pick(1, 1)).toBe(3);
  });

  it("weighted: 5, 1, 1 in nginx's smooth order, twice over", () => {
    const { pick } = bound("weighted", 3, [5, 1, 1]);
    const order = Array.from({ length: 14 }, () => "abc"[pick(0, 0)]).join("");
    expect(order).toBe("aabacaaaabacaa");
  });

  it("random: all hosts equally likely", () => {
    const counts = tally(bound("random", 4).pick, 4, 4000);
    const chi = counts.reduce((sum, n) => sum + (n - 1000) ** 2 / 1000, 0);
    expect(chi).toBeLessThan(CHI_SQUARED[3]);
  });

  it("two choices: the busiest of n is never taken, the idlest twice as often as average", () => {
    const { pick, active } = bound("two-choices", 5);
    active.set([0, 1, 2, 3, 4]);
    // Host i wins against the 4 - i busier ones: (4 - i) of 10 pairs.
    const counts = tally(pick, 5, 10_000);
    expect(counts[4]).toBe(0);
    const chi = [4000, 3000, 2000, 1000].reduce((sum, mean, i) => sum + (counts[i] - mean) ** 2 / mean, 0);
    expect(chi).toBeLessThan(CHI_SQUARED[3]);
  });

  it("two draws: by weight and with replacement, so that even the busiest may be drawn twice", () => {
    const { pick, active } = bound("two-draws", 4, [4, 3, 2, 1]);
    active.set([0, 1, 2, 3]);
    // Host i is taken when no draw meets an idler one: the squares of the tails of the weights.
    const counts = tally(pick, 4, 10_000);
    const chi = [6400, 2700, 800, 100].reduce((sum, mean, i) => sum + (counts[i] - mean) ** 2 / mean, 0);
    expect(chi).toBeLessThan(CHI_SQUARED[3]);
  });

  it("least connections takes the one with the fewest", () => {
    const { pick, active } = bound("least-connections", 3);
    active.set([2, 1, 3]);
    expect([pick(0, 0), pick(0, 0), pick(0, 0)]).toEqual([1, 1, 1]);
  });

  it.each(["consistent-hash", "ring-hash"])("%s: a lost host's keys move, all others stay, and return when it is back", (id) => {
    const { pick, healthy } = bound(id, 5);
    const before = keysOf(pick, 5000);
    healthy[2] = 0;
    const during = keysOf(pick, 5000);
    before.forEach((host, key) => {
      if (host === 2) expect(during[key]).not.toBe(2);
      else expect(during[key]).toBe(host);
    });
    // Its keys spread over all the others.
    expect(new Set(during.filter((_, key) => before[key] === 2)).size).toBe(4);
    healthy[2] = 1;
    expect(keysOf(pick, 5000)).toEqual(before);
  });

  it.each(["consistent-hash", "ring-hash"])("%s: shares follow the weights within a quarter", (id) => {
    const even = tally(bound(id, 4).pick, 4, 20_000);
    for (const count of even) expect(Math.abs(count / 5000 - 1)).toBeLessThan(0.25);
    const skewed = tally(bound(id, 2, [3, 1]).pick, 2, 20_000);
    expect(Math.abs(skewed[0] / 15_000 - 1)).toBeLessThan(0.25);
  });

  it("maglev: hosts of one weight own the same number of entries, give or take one; of others, their share", () => {
    // Every residue of the table once: the finaliser is a bijection, so that enough keys hit every entry.
    const shareOfEntries = (weights: number[]) =>
      tally(bound("maglev", weights.length, weights).pick, weights.length, 400_000).map((n) => n / 400_000);
    // What the keys add to the entries' exact shares is chance: 3.29 standard deviations.
    const margin = (share: number) => 3.29 * Math.sqrt((share * (1 - share)) / 400_000) + 1 / TABLE_SIZE;
    for (const share of shareOfEntries([1, 1, 1, 1, 1, 1, 1])) expect(Math.abs(share - 1 / 7)).toBeLessThan(margin(1 / 7));
    const weighed = shareOfEntries([3, 2, 1]);
    for (const [host, share] of [1 / 2, 1 / 3, 1 / 6].entries())
      expect(Math.abs(weighed[host] - share)).toBeLessThan(margin(share) + 3 / TABLE_SIZE);
  });

  it("maglev: a lost host moves its own keys and hardly any other, and all return when it is back", () => {
    const { pick, healthy } = bound("maglev", 10);
    const before = keysOf(pick, 20_000);
    healthy[3] = 0;
    const during = keysOf(pick, 20_000);
    const others = before.filter((host) => host !== 3).length;
    const moved = before.filter((host, key) => host !== 3 && during[key] !== host).length;
    // The paper's figure 12: with a table of 65537 a host in ten lost, a few per cent of the others' entries change.
    expect(moved / others).toBeLessThan(0.05);
    expect(moved).toBeGreaterThan(0);
    expect(during.includes(3)).toBe(false);
    healthy[3] = 1;
    expect(keysOf(pick, 20_000)).toEqual(before);
  });

  it("source affinity: a source keeps its host, and most get another when one is lost", () => {
    const { pick, healthy } = bound("source-affinity", 5);
    expect([pick(1, 77), pick(2, 77), pick(3, 77)]).toEqual(new Array(3).fill(pick(0, 77)));
    const even = tally(pick, 5, 10_000);
    for (const count of even) expect(Math.abs(count / 2000 - 1)).toBeLessThan(0.1);
    const before = keysOf(pick, 10_000);
    healthy[4] = 0;
    const kept = before.filter((host, key) => host === pick(key, key)).length;
    // Modulo five and modulo four agree on the host for 4 of 20 residues.
    expect(Math.abs(kept / 10_000 - 0.2)).toBeLessThan(0.0132);
  });

  it("least request, equal weights: two draws with replacement, so that the busiest is taken when drawn twice", () => {
    const { pick, active } = bound("least-request", 4);
    active.set([0, 1, 2, 3]);
    // Host i is taken when no draw meets an idler one: squares of the tails.
    const counts = tally(pick, 4, 16_000);
    const chi = [7000, 5000, 3000, 1000].reduce((sum, mean, i) => sum + (counts[i] - mean) ** 2 / mean, 0);
    expect(chi).toBeLessThan(CHI_SQUARED[3]);
  });

  it("least request, three choices: the busiest is taken when it is drawn three times", () => {
    const { pick, active } = bound("least-request", 4, undefined, { choiceCount: 3 });
    active.set([0, 1, 2, 3]);
    // Cubes of the tails.
    const counts = tally(pick, 4, 64_000);
    const chi = [37_000, 19_000, 7000, 1000].reduce((sum, mean, i) => sum + (counts[i] - mean) ** 2 / mean, 0);
    expect(chi).toBeLessThan(CHI_SQUARED[3]);
  });

  it("least request, unequal weights: shares by weight / (requests + 1)^bias", () => {
    const shares = (bias: number, busy: number[]) => {
      const { pick, active } = bound("least-request", 3, [4, 2, 1], { activeRequestBias: bias });
      active.set(busy);
      return tally(pick, 3, 7000);
    };
    const near = (counts: number[], expected: number[]) => {
      for (const [host, count] of expected.entries()) expect(Math.abs(counts[host] - count)).toBeLessThanOrEqual(2);
    };
    near(shares(1, [0, 0, 0]), [4000, 2000, 1000]);
    near(shares(1, [3, 1, 0]), [7000 / 3, 7000 / 3, 7000 / 3]);
    near(shares(0, [3, 1, 0]), [4000, 2000, 1000]);
    // 4/16 : 2/4 : 1/1.
    near(shares(2, [3, 1, 0]), [1000, 2000, 4000]);
  });

  it("peak EWMA: a peak counts at once and is forgotten by the decay time", () => {
    const { pick, answers, clock } = bound("peak-ewma", 2);
    answers(0, 0, 100);
    answers(1, 0, 50);
    expect(pick(0, 0)).toBe(1);
    answers(1, 1000, 400);
    expect(pick(0, 0)).toBe(0);
    // Ten seconds later 400 are 400/e, and an answer of 10 ms counts by 1 - 1/e: 153; host 0 has 100/e^1.1 left.
    answers(1, 11_000, 10);
    answers(0, 11_000, 154);
    expect(pick(0, 0)).toBe(1);
    answers(0, 11_000, 10);
    clock.value = 11_000;
    // An answer at the same instant as one before changes nothing unless it is a peak.
    expect(pick(0, 0)).toBe(1);
  });

  it("peak EWMA: requests under way multiply the cost, and a host without history gets one to try", () => {
    const { pick, answers, active } = bound("peak-ewma", 2);
    answers(0, 0, 100);
    expect(pick(0, 0)).toBe(1);
    active[1] = 1;
    expect(pick(0, 0)).toBe(0);
    answers(1, 0, 30);
    active.set([0, 3]);
    // 100 x 1 against 30 x 4.
    expect(pick(0, 0)).toBe(0);
    active.set([0, 2]);
    expect(pick(0, 0)).toBe(1);
  });
});
