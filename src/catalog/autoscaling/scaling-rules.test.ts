import { describe, expect, it } from "vitest";
import { type Autoscaling, autoscaling } from "./config";
import { ScalingRules } from "./scaling-rules";

const rules = (more: Partial<Autoscaling> = {}) => autoscaling.parse({ maxReplicas: 1000, ...more }) as Autoscaling;

/** Sizes after each look, 15 s apart, from recommendations. */
function sizes(first: number, recommended: readonly number[], settings = rules(), everyMs = 15_000): number[] {
  const scaling = new ScalingRules();
  let size = first;
  return recommended.map((count, i) => {
    size = scaling.next((i + 1) * everyMs, size, count, settings);
    return size;
  });
}

describe("Kubernetes HPA defaults", () => {
  it("on the way up: at most four replicas or twice as many every 15 s, whichever is more", () => {
    expect(sizes(1, [500, 500, 500, 500, 500, 500, 500])).toEqual([5, 10, 20, 40, 80, 160, 320]);
    expect(sizes(3, [8, 8])).toEqual([7, 8]);
  });

  it("on the way up: at once, without stabilisation", () => {
    expect(sizes(2, [2, 2, 3])).toEqual([2, 2, 3]);
  });

  it("on the way down: the highest recommendation of the last 300 s counts", () => {
    // Recommended 10 until 60 s, then 2; 10 counts until, 300 s later, it is as old as the window.
    const recommended = [10, 10, 10, 10, ...new Array(22).fill(2)];
    const got = sizes(10, recommended);
    expect(got.slice(0, 23)).toEqual(new Array(23).fill(10));
    expect(got[23]).toBe(2);
  });

  it("on the way down: a short dip changes nothing, and the lowest of the peaks counts last", () => {
    const recommended = [10, 3, 3, 3, 10, ...new Array(10).fill(4), 6, ...new Array(30).fill(4)];
    const got = sizes(10, recommended);
    // The last 10 was at 75 s and counts until 375 s; then the 6 of 240 s until 540 s.
    expect(got.slice(0, 24)).toEqual(new Array(24).fill(10));
    expect(got.slice(24, 35)).toEqual(new Array(11).fill(6));
    expect(got[35]).toBe(4);
  });

  it("on the way down: nothing is taken away in the first 300 s", () => {
    const got = sizes(8, new Array(25).fill(1));
    expect(got.slice(0, 20)).toEqual(new Array(20).fill(8));
    expect(got[20]).toBe(1);
  });

  it("never fewer than the fewest nor more than the most", () => {
    expect(sizes(3, [50, 50, 50, 50], rules({ maxReplicas: 12 }))).toEqual([7, 12, 12, 12]);
    expect(sizes(3, [0, 0], rules({ minReplicas: 2, downWindowMs: 0 }))).toEqual([2, 2]);
    expect(sizes(1, [1], rules({ minReplicas: 3 }))).toEqual([3]);
  });
});

describe("other rules", () => {
  it("what was added within the period counts against the limit", () => {
    // Looks every 5 s, 4 replicas or as many again in 15 s: from the 3 of the period's start to 7, and no further until it is over.
    expect(sizes(3, new Array(7).fill(100), rules({ upPercent: 0 }), 5000)).toEqual([7, 7, 7, 11, 11, 11, 15]);
  });

  it("on the way up: the lowest recommendation of the window counts", () => {
    expect(sizes(2, [4, 3, 5, 5, 6, 6], rules({ upWindowMs: 31_000 }))).toEqual([2, 2, 2, 3, 5, 5]);
  });

  it("on the way down: a share of the replicas of the period's start, rounded down to what stays", () => {
    const slowly = rules({ downWindowMs: 0, downPercent: 10, downPeriodMs: 60_000 });
    expect(sizes(50, new Array(6).fill(1), slowly)).toEqual([45, 45, 45, 45, 40, 40]);
  });

  it("keeps no more than its windows hold", () => {
    const scaling = new ScalingRules();
    for (let i = 1; i < 10_000; i++) scaling.next(i * 15_000, 5, 3 + (i % 4), rules());
    expect(JSON.stringify(scaling).length).toBeLessThan(2000);
  });
});
