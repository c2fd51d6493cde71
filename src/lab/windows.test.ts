import { describe, expect, it } from "vitest";
import { windowLengthMs } from "./windows";

describe("windows", () => {
  it("are between 60 and 150 in a run of 7.5 s to 10 h: enough for 20 batches after a warm-up of half the run", () => {
    for (let durationMs = 7500; durationMs <= 36_000_000; durationMs = Math.ceil(durationMs * 1.01)) {
      const windows = durationMs / windowLengthMs(durationMs);
      expect(windows).toBeGreaterThanOrEqual(50);
      expect(windows).toBeLessThanOrEqual(150);
    }
  });
});
