import { describe, expect, it } from "vitest";
import { STREAM_WORDS, Stream, seedStream } from "../../base/stream";
import { balancerOf, balancers } from "./registry";

function bound(id: string, hosts: number, weights: number[] = new Array(hosts).fill(1)) {
  const words = new Int32Array(STREAM_WORDS);
  seedStream(words, 0, 1, "test");
  const healthy = new Uint8Array(hosts).fill(1);
  const active = new Int32Array(hosts);
  const stream = new Stream(words, 0);
  return { healthy, active, pick: balancerOf(id).bind({ targets: hosts, healthy, active, weights: Float64Array.from(weights), stream, keep: (state) => state }) };
}
const tally = (pick: (key: number) => number, hosts: number, draws: number) => {
  const counts = new Array(hosts).fill(0);
  for (let key = 0; key < draws; key++) counts[pick(key)]++;
  return counts;
};
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
    expect(pick(1)).toBe(-1);
    healthy[3] = 1;
    expect(pick(1)).toBe(3);
  });

  it("weighted: 5, 1, 1 in nginx's smooth order, twice over", () => {
    const { pick } = bound("weighted", 3, [5, 1, 1]);
    const order = Array.from({ length: 14 }, () => "abc"[pick(0)]).join("");
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
    expect([pick(0), pick(0), pick(0)]).toEqual([1, 1, 1]);
  });

  it("consistent hash: a lost host's keys move, all others stay, and return when it is back", () => {
    const { pick, healthy } = bound("consistent-hash", 5);
    const before = Array.from({ length: 5000 }, (_, key) => pick(key));
    healthy[2] = 0;
    const during = Array.from({ length: 5000 }, (_, key) => pick(key));
    before.forEach((host, key) => {
      if (host === 2) expect(during[key]).not.toBe(2);
      else expect(during[key]).toBe(host);
    });
    // Its keys spread over all the others.
    expect(new Set(during.filter((_, key) => before[key] === 2)).size).toBe(4);
    healthy[2] = 1;
    expect(Array.from({ length: 5000 }, (_, key) => pick(key))).toEqual(before);
  });

  it("consistent hash: shares follow the weights within a quarter", () => {
    const even = tally(bound("consistent-hash", 4).pick, 4, 20_000);
    for (const count of even) expect(Math.abs(count / 5000 - 1)).toBeLessThan(0.25);
    const skewed = tally(bound("consistent-hash", 2, [3, 1]).pick, 2, 20_000);
    expect(Math.abs(skewed[0] / 15_000 - 1)).toBeLessThan(0.25);
  });
});
