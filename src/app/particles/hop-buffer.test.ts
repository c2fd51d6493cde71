import { describe, expect, it } from "vitest";
import { HopBuffer, LOST_AT } from "./hop-buffer";

const hop = (departMs: number, arriveMs: number) => [0, departMs, arriveMs, 0];

describe("messages in flight", () => {
  it("are where the simulated clock says", () => {
    const hops = new HopBuffer();
    expect(hops.add(Float64Array.from(hop(100, 200)), 10)).toBe(false);
    expect(hops.share(0, 90)).toBeLessThan(0);
    expect(hops.share(0, 150)).toBeCloseTo(0.5);
  });

  it("last long enough to be seen, and say that they were stretched", () => {
    const hops = new HopBuffer();
    expect(hops.add(Float64Array.from(hop(100, 101)), 450)).toBe(true);
    expect(hops.share(0, 325)).toBeCloseTo(0.5);
  });

  it("are forgotten when they have arrived, lost ones where they fade", () => {
    const hops = new HopBuffer();
    hops.add(Float64Array.from([...hop(0, 100), ...hop(0, Number.NaN), ...hop(50, 150)]), 100);
    hops.sweep(100 * LOST_AT + 1);
    expect(hops.count).toBe(2);
    hops.sweep(101);
    expect(hops.count).toBe(1);
    expect(hops.departMs[0]).toBe(50);
  });

  it("give up the oldest when there are too many, and keep the newest", () => {
    const hops = new HopBuffer();
    for (let i = 0; i < 5000; i++) hops.add(Float64Array.from(hop(i, i + 1)), 1);
    expect(hops.departMs[hops.count - 1]).toBe(4999);
    expect(hops.count).toBeLessThanOrEqual(2048);
  });
});
