import { describe, expect, it } from "vitest";
import { levelShares, shareOut } from "./share-out";

/** Shares [%] and panics of levels of 100 hosts with so many healthy. */
function shared(healthy: number[], panicThreshold = 0.5, hosts = healthy.map(() => 100)) {
  const shares = levelShares(healthy.length);
  shares.up.set(healthy);
  shares.hosts.set(hosts);
  shareOut(shares, 1.4, panicThreshold);
  return { load: Array.from(shares.load, (share) => 100 * share), panics: Array.from(shares.panics) };
}

describe("priority levels", () => {
  // Envoy docs, Priority levels: whole percentages there, so that they may be one off.
  it.each([
    [
      [100, 100],
      [100, 0],
    ],
    [
      [72, 100],
      [100, 0],
    ],
    [
      [71, 100],
      [99, 1],
    ],
    [
      [50, 100],
      [70, 30],
    ],
    [
      [25, 100],
      [35, 65],
    ],
    [
      [0, 100],
      [0, 100],
    ],
    [
      [72, 72],
      [100, 0],
    ],
    [
      [50, 50],
      [70, 30],
    ],
    [
      [25, 25],
      [50, 50],
    ],
    [
      [25, 25, 100],
      [35, 35, 30],
    ],
    [
      [25, 25, 20],
      [36, 36, 28],
    ],
  ])("with %o of 100 healthy take %o %%", (healthy, expected) => {
    const { load } = shared(healthy, 0);
    for (const [level, share] of expected.entries()) expect(Math.abs(load[level] - share)).toBeLessThan(1);
    expect(load.reduce((a, b) => a + b, 0)).toBeCloseTo(100, 9);
  });

  // Envoy docs, Panic threshold: the last two rows of its second table, and one with enough healthy hosts in all.
  it.each([
    [
      [25, 25],
      [1, 1],
    ],
    [
      [5, 65],
      [1, 0],
    ],
    [
      [25, 100],
      [0, 0],
    ],
    [
      [0, 72],
      [0, 0],
    ],
  ])("with %o of 100 healthy panic as %o", (healthy, expected) => {
    expect(shared(healthy).panics).toEqual(expected);
  });

  it("share 5 and 65 of 100 as 7 to 91, of 98 in all", () => {
    expect(shared([5, 65]).load[0]).toBeCloseTo((100 * 7) / 98, 9);
  });

  it("in total panic take by their hosts; without panic all goes to level 0, which has nobody", () => {
    expect(shared([0, 0], 0.5, [30, 10])).toEqual({ load: [75, 25], panics: [1, 1] });
    expect(shared([0, 0], 0)).toEqual({ load: [100, 0], panics: [0, 0] });
  });
});
