import { act, cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RunStatistics } from "../../lab/result";
import { estimate } from "../../lab/statistics/estimate";
import { perMetric, perQuantile } from "../../lab/statistics/metrics";
import { useRepeatView } from "../repeat/repeat-view";
import { useRun } from "../stores/run-store";
import { RunLine } from "./run-line";

const steady: RunStatistics = {
  verdict: "steady",
  words: "Steady after the warm-up.",
  warmUp: { endMs: 4200, by: "MSER-5" },
  batches: { count: 24, lengthMs: 2325, correlated: false },
  requests: 9000,
  observed: perMetric(() => 30),
  estimates: perMetric(() => estimate(30.9, 30.6, 31.2, "batch means", 24, 0.05)),
  quantiles: perQuantile(() => ({ needed: 1000, has: 9000 })),
};

async function judged(statistics: RunStatistics | null): Promise<string> {
  act(() => useRun.getState().set({ statistics, state: statistics === null ? "running" : "paused" }));
  const awaited = statistics === null ? /^Pause/ : /^(?!Play|Pause)./;
  await waitFor(() => expect(screen.getByRole("status").textContent).toMatch(awaited));
  return screen.getByRole("status").textContent ?? "";
}

beforeEach(() => {
  useRepeatView.getState().show(false);
  render(<RunLine />);
});
afterEach(() => {
  cleanup();
  useRun.getState().set({ statistics: null, state: "idle" });
});

describe("how well a run is known", () => {
  it("says before the run what to do to see it", () => {
    expect(screen.getByRole("status").textContent).toBe(
      "Play the run, or run it to its end, to see its figures and how well they are known.",
    );
  });

  it("says the mean's interval, its batches, and the warm-up that is left out", async () => {
    const text = await judged(steady);
    expect(text).toContain("Mean latency 30.90 ms, between 30.60 and 31.20 ms, 95 % over 24 batches of 2.3 s");
    expect(text).toContain("warm-up, left out: 0 to 4.2 s, MSER-5");
    expect(text).toContain("p99 30.60 to 31.20 ms");
    expect(screen.getByRole("status").dataset.tone).toBe("calm");
  });

  it("says that a warm-up was set by hand, and nothing of none", async () => {
    expect(await judged({ ...steady, warmUp: { endMs: 5000, by: "hand" } })).toContain("0 to 5 s, set by hand");
    expect(await judged({ ...steady, warmUp: { endMs: 0, by: "MSER-5" } })).not.toContain("warm-up");
  });

  it("shows no number for a quantile that rests on too few answers, but why", async () => {
    const quantiles = { ...steady.quantiles, latencyP99Ms: { needed: 1000, has: 420 } };
    const text = await judged({ ...steady, quantiles });
    expect(text).toContain("p99 too few answers");
    expect(text).not.toContain("p99 30");
    expect(screen.getByTitle("420 of 1000 independent answers")).toBeDefined();
    expect(text).toContain("p95 30.60 to 31.20 ms");
  });

  it("claims no interval for errors that never happened", async () => {
    const estimates = { ...steady.estimates, errorRatio: null };
    const observed = { ...steady.observed, errorRatio: 0 };
    expect(await judged({ ...steady, estimates, observed })).toContain("Errors none seen");
  });

  it("warns when neighbouring batches are still alike", async () => {
    const batches = { count: 15, lengthMs: 4000, correlated: true };
    expect(await judged({ ...steady, batches })).toContain("batches alike: intervals too narrow");
    expect(screen.getByRole("status").dataset.tone).toBe("warn");
  });

  it.each([
    ["no steady state", "bad"],
    ["run too short", "warn"],
  ] as const)("shows words instead of numbers: %s", async (verdict, tone) => {
    expect(await judged({ ...steady, verdict, words: "Shop works at its limit." })).toBe("Shop works at its limit.");
    expect(screen.getByRole("status").dataset.tone).toBe(tone);
    expect(screen.queryByRole("button")).toBeNull();
  });

  it("offers to repeat where conditions change and one run has no interval", async () => {
    await judged({ ...steady, verdict: "conditions change", words: "A fault begins or ends." });
    await userEvent.click(screen.getByRole("button", { name: "Repeat with 30 seeds" }));
    expect(useRepeatView.getState()).toMatchObject({ open: true, wanted: true });
  });

  it("says nothing of a run that still goes on", async () => {
    await judged(steady);
    expect(await judged(null)).toBe("Pause or finish the run to see how well its figures are known.");
  });
});
