import { describe, expect, it } from "vitest";
import { estimate } from "../../lab/statistics/estimate";
import type { MetricId } from "../../lab/statistics/metrics";
import { metricTitle } from "./figure-scale";
import { halfWidthWords, intervalWords } from "./interval-words";

const words = (id: MetricId, mean: number, half: number) =>
  intervalWords(id, estimate(mean, mean - half, mean + half, "replications", 30, null));

describe("an interval in words", () => {
  it("has the digits that its width makes worth reading", () => {
    expect(words("latencyP99Ms", 254.5, 13.5)).toBe("between 241 and 268 ms");
    expect(words("latencyMeanMs", 23.4, 0.27)).toBe("between 23.13 and 23.67 ms");
    expect(words("latencyP50Ms", 0.52, 0.011)).toBe("between 0.509 and 0.531 ms");
  });

  it("has no finer digits than a histogram can tell apart", () => {
    expect(words("latencyP50Ms", 26.333, 0.055)).toBe("between 26.28 and 26.39 ms");
  });

  it("speaks of seconds, of rates, and of percent", () => {
    expect(words("latencyP99Ms", 12_500, 900)).toBe("between 11.60 and 13.40 s");
    expect(words("throughputPerSecond", 402, 3)).toBe("between 399.0 and 405.0 /s");
    expect(words("errorRatio", 0.02, 0.005)).toBe("between 1.50 and 2.50 %");
  });

  it("never goes below nothing", () => {
    expect(words("errorRatio", 0.001, 0.002)).toBe("between 0.00 and 0.30 %");
  });

  it("says when nothing varied", () => {
    expect(words("errorRatio", 0, 0)).toBe("0 % every time");
    expect(words("latencyP50Ms", 12, 0)).toBe("12.0 ms every time");
    expect(intervalWords("errorRatio", estimate(0, 0, 0, "batch means", 24, 0))).toBe("0 % throughout");
  });

  it("tells a half-width as a share of its mean", () => {
    expect([0.4821, 0.0482, 0.0042].map(halfWidthWords)).toEqual(["±48 %", "±4.8 %", "±0.42 %"]);
  });

  it("is headed by the metric's name", () => {
    expect((["latencyMeanMs", "latencyP99Ms", "errorRatio"] as const).map(metricTitle)).toEqual(["Mean latency", "p99", "Errors"]);
  });
});
