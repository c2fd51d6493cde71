import { describe, expect, it } from "vitest";
import { createHopSampler, MAX_HOPS_PER_SECOND } from "./hop-sampler";

/** Plays `seconds` at a true hop rate, 30 frames a second; returns the last share and what was shown per second. */
function play(hopsPerSecond: number, seconds: number, speed = 1) {
  const clock = { wall: 0 };
  const sampler = createHopSampler(() => clock.wall);
  let oneIn = sampler.begin(speed);
  let shown = 0;
  for (let frame = 0; frame < seconds * 30; frame++) {
    clock.wall += 1000 / 30;
    const hops = oneIn === 0 ? 0 : hopsPerSecond / oneIn / 30;
    if (frame >= (seconds - 1) * 30) shown += hops;
    oneIn = sampler.count(hops) ?? oneIn;
  }
  return { oneIn, shown };
}

describe("hop sampling", () => {
  it("shows every message while the eye can follow", () => {
    expect(play(100, 3).oneIn).toBe(1);
  });

  it("takes the smallest power of two that keeps the picture readable", () => {
    for (const rate of [1000, 5000, 80_000, 3_000_000]) {
      const { oneIn, shown } = play(rate, 4);
      expect(Math.log2(oneIn) % 1).toBe(0);
      expect(shown).toBeLessThanOrEqual(MAX_HOPS_PER_SECOND);
      expect(shown).toBeGreaterThan(MAX_HOPS_PER_SECOND * 0.3);
    }
  });

  it("settles instead of flickering between two shares", () => {
    const clock = { wall: 0 };
    const sampler = createHopSampler(() => clock.wall);
    let oneIn = sampler.begin(1);
    const shares = new Set<number>();
    for (let frame = 0; frame < 300; frame++) {
      clock.wall += 1000 / 30;
      oneIn = sampler.count(1300 / oneIn / 30) ?? oneIn;
      if (frame > 60) shares.add(oneIn);
    }
    expect(shares.size).toBe(1);
  });

  it("shows none when no eye could follow", () => {
    expect(play(1000, 2, 100).oneIn).toBe(0);
    expect(play(1000, 2, Number.POSITIVE_INFINITY).oneIn).toBe(0);
  });
});
