import { describe, expect, it } from "vitest";
import { type Schedule, scheduleForm, scheduleOf, timesOf } from "./fault-schedule";

const node = { type: "node", id: "shop" } as const;
const link = { type: "link", id: "users--shop" } as const;
const asked = (type: string, target: typeof node | typeof link, params: Record<string, unknown> = {}, rampMs?: number) =>
  Object.keys(scheduleForm({ type, target, params, rampMs }).shape);

describe("what a fault's form asks of its times", () => {
  it("asks for a ramp only where something can climb", () => {
    expect(asked("crash", node)).toEqual(["startS", "lastsS", "rampS"]);
    expect(asked("link-latency", link, { addedMs: 100 })).toContain("rampS");
    expect(asked("partition", link)).toEqual(["startS", "lastsS"]);
    expect(asked("graceful-stop", node, { order: "rolling" })).toEqual(["startS", "lastsS"]);
    // One that is there already can be taken away.
    expect(asked("partition", link, {}, 500)).toContain("rampS");
  });

  it("asks how long only of what lasts", () => {
    expect(asked("cache-flush", node)).toEqual(["startS"]);
  });

  it("writes times as they stood, and none that was not asked for", () => {
    const times = { startMs: 1500, durationMs: 20_000, rampMs: 250 };
    expect(timesOf(scheduleOf(times))).toEqual(times);
    expect(timesOf({ startS: 3 } satisfies Partial<Schedule>)).toEqual({ startMs: 3000, durationMs: undefined, rampMs: undefined });
  });
});
