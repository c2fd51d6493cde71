import { describe, expect, it } from "vitest";
import { extentOf, lanesOf, shifted, stepOf } from "./timeline-geometry";

const RUN = 60_000;
const fault = { startMs: 20_000, durationMs: 10_000 };

describe("a span on the timeline", () => {
  it("moves as a whole, on steps that a hand can aim at", () => {
    expect(stepOf(RUN)).toBe(100);
    expect(shifted(fault, "whole", 1234, RUN)).toEqual({ startMs: 21_200, durationMs: 10_000 });
  });

  it("cannot leave the run", () => {
    expect(shifted(fault, "whole", -90_000, RUN).startMs).toBe(0);
    expect(shifted(fault, "whole", 90_000, RUN).startMs).toBe(59_900);
  });

  it("keeps its end when its start is dragged, and never turns over", () => {
    expect(shifted(fault, "start", -5000, RUN)).toEqual({ startMs: 15_000, durationMs: 15_000 });
    expect(shifted(fault, "start", 50_000, RUN)).toEqual({ startMs: 29_900, durationMs: 100 });
  });

  it("keeps its start when its end is dragged; past the end of the run it has no end", () => {
    expect(shifted(fault, "end", 5000, RUN)).toEqual({ startMs: 20_000, durationMs: 15_000 });
    expect(shifted(fault, "end", -50_000, RUN)).toEqual({ startMs: 20_000, durationMs: 100 });
    expect(shifted(fault, "end", 50_000, RUN)).toEqual({ startMs: 20_000 });
    expect(shifted({ startMs: 20_000 }, "end", -10_000, RUN)).toEqual({
      startMs: 20_000,
      durationMs: 30_000,
    });
  });

  it("lasts to the end of the run when nothing else is said", () => {
    expect(extentOf({ startMs: 5000 }, RUN)).toEqual({ from: 5000, to: RUN });
  });

  it("never hides another", () => {
    const spans = [fault, { startMs: 25_000, durationMs: 1000 }, { startMs: 30_000, durationMs: 5000 }, { startMs: 25_500 }];
    expect(lanesOf(spans, RUN)).toEqual({ lanes: [0, 1, 0, 2], count: 3 });
    expect(lanesOf([], RUN).count).toBe(1);
  });
});
