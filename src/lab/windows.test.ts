import { describe, expect, it } from "vitest";
import { build, sessionOf } from "../testing/build";
import { steadyServer } from "../testing/timeline";
import { WINDOW_COLUMNS, WINDOW_NODE_COLUMNS } from "./frame";
import { windowLengthMs } from "./windows";

describe("windows", () => {
  it("are between 60 and 150 in a run of 7.5 s to 10 h: enough for 20 batches after a warm-up of half the run", () => {
    for (let durationMs = 7500; durationMs <= 36_000_000; durationMs = Math.ceil(durationMs * 1.01)) {
      const windows = durationMs / windowLengthMs(durationMs);
      expect(windows).toBeGreaterThanOrEqual(50);
      expect(windows).toBeLessThanOrEqual(150);
    }
  });

  it("show nothing of a node that nobody has reached, and from its first window on what is true of that window", () => {
    const session = sessionOf(
      build({
        nodes: {
          c: ["client", { traffic: { type: "recorded", recording: "260" } }],
          s: steadyServer(20, { slots: 4 }),
          idle: steadyServer(20),
        },
        links: [["c", "s"]],
        durationMs: 600,
      }),
    );
    session.advance(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
    const { windows } = session.frame();
    const { windowMs, windowStride } = session.layout;
    expect(windows.length).toBe((600 / windowMs) * windowStride);
    const read = (window: number, node: number) =>
      Array.from(
        windows
          .subarray(window * windowStride + WINDOW_COLUMNS.length + node * WINDOW_NODE_COLUMNS.length)
          .subarray(0, WINDOW_NODE_COLUMNS.length),
      );
    const nothing = [0, 0, 0, 0, 0, Number.NaN];
    const first = Math.floor(260 / windowMs);
    for (let window = 0; window < first; window++) expect(read(window, 1)).toEqual(nothing);
    const [arrivals, ok, failed, utilisation] = read(first, 1);
    expect([arrivals, ok, failed]).toEqual([1, 1, 0]);
    expect(utilisation).toBeCloseTo(20 / (4 * windowMs), 12);
    for (let window = 0; window < 600 / windowMs; window++) expect(read(window, 2)).toEqual(nothing);
  });
});
