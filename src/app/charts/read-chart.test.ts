import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fakeFrame, fakeLayout, fakeResult, smallTopology } from "../../testing/fake-session";
import { useDocument } from "../stores/document-store";
import { forgetRun, takeFrame, takeLayout } from "../stores/live";
import { useRun } from "../stores/run-store";
import { type ChartDefinition, chartDefinitions } from "./chart-definitions";
import { readChart } from "./read-chart";

const topology = smallTopology();
const { statistics } = fakeResult(topology, 0);
const latency = chartDefinitions[0] as ChartDefinition;

beforeEach(() => {
  useDocument.getState().open("charts", topology);
  const layout = fakeLayout(topology);
  takeLayout(layout, true);
  takeFrame(fakeFrame(layout, { from: 0, now: 2000, events: 2000 }));
});
afterEach(() => {
  forgetRun();
  useRun.getState().set({ statistics: null });
});

const doubts = () => readChart(latency).series.map(({ label, tone, doubt }) => [label, tone === "muted", doubt]);

describe("a chart of a run that was judged", () => {
  it("shades the warm-up and greys the quantiles that rest on too few answers", () => {
    const quantiles = {
      ...statistics.quantiles,
      latencyP50Ms: { needed: 20, has: 420 },
      latencyP95Ms: { needed: 200, has: 420 },
      latencyP99Ms: { needed: 1000, has: 420 },
    };
    useRun.getState().set({
      statistics: { ...statistics, verdict: "steady", quantiles, warmUp: { endMs: 750, by: "MSER-5" } },
    });
    expect(readChart(latency).warmUpS).toBe(0.75);
    expect(doubts()).toEqual([
      ["p50", false, undefined],
      ["p95", false, undefined],
      ["p99", true, "420 of 1000 independent answers"],
    ]);
  });

  it("shades and greys nothing while the run goes on, or without a steady state", () => {
    expect(readChart(latency).warmUpS).toBe(0);
    expect(doubts().some(([, grey]) => grey)).toBe(false);
    useRun.getState().set({
      statistics: { ...statistics, verdict: "no steady state", warmUp: { endMs: 750, by: "MSER-5" } },
    });
    expect(readChart(latency).warmUpS).toBe(0);
    expect(doubts().some(([, grey]) => grey)).toBe(false);
  });
});
