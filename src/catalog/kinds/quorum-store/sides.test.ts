import { describe, expect, it } from "vitest";
import { build, run } from "../../../testing/build";
import { burst, constant } from "../../../testing/timeline";

type Config = Record<string, unknown>;
const key = { type: "uniform", keys: 1 };
const ask = { write: [{ name: "write", access: "write", key }], read: [{ name: "read", key }] };

/** A node in each of the zones a, b and c; callers in a, each to the next node in turn, the first to the one in a. 10 ms a hop, 1 ms of work. */
const parted = (zone: string, fromMs: number, events: readonly ["write" | "read", number][], config: Config) =>
  run(
    build({
      nodes: {
        ...Object.fromEntries(events.map(([what, ms], i) => [`c${i}`, burst(1, 1, ms - 1, ask[what])])),
        lb: ["load-balancer", { healthCheck: { enabled: false } }],
        x: [
          "quorum-store",
          {
            hop: constant(10),
            readTime: constant(1),
            writeTime: constant(1),
            readRepair: false,
            whenDown: "hints",
            handoffMs: 500,
            ...config,
          },
        ],
      },
      links: [...events.map((_, i): [string, string] => [`c${i}`, "lb"]), ["lb", "x"]],
      boundaries: { a: { members: ["lb", ...events.map((_, i) => `c${i}`)] }, b: { members: [] }, c: { members: [] } },
      zones: { x: ["a", "b", "c"] },
      faults: [{ id: "p", type: "partition", target: { type: "boundary", id: zone }, startMs: fromMs, durationMs: 1000 - fromMs }],
      durationMs: 5000,
    }),
  );

describe("a quorum store parted between zones", () => {
  it("each side answers what it has copies enough for, and the rest fails at once", () => {
    const write = (zone: string, writeQuorum: number) => parted(zone, 50, [["write", 100]], { writeQuorum, whenDown: "strict" });
    // Two of three nodes are with the callers, or the one in their own zone alone.
    expect(write("b", 2).nodes.x.latencyMs.max).toBe(21);
    expect(write("b", 3).requests.failuresByReason).toEqual({ unavailable: 1 });
    expect(write("a", 1).requests.ok).toBe(1);
    expect(write("a", 2).requests.failuresByReason).toEqual({ unavailable: 1 });
  });

  it("what is on its way when it begins does not arrive", () => {
    const write = (writeQuorum: number) => parted("b", 105, [["write", 100]], { writeQuorum, timeoutMs: 200 });
    expect(write(2).nodes.x.latencyMs.max).toBe(21);
    expect(write(3).requests.failuresByReason).toEqual({ timeout: 1 });
    // Nor does an answer: written at 111, and on its way back when the cut comes.
    const late = parted("b", 115, [["write", 100]], { writeQuorum: 3, timeoutMs: 200 });
    expect(late.requests.failuresByReason).toEqual({ timeout: 1 });
  });

  it("hints cross once it is over; without them the other side stays behind", () => {
    // Written beside b while it is cut off until 1000; then b itself is asked.
    const stale = (readMs: number, config: Config) =>
      parted(
        "b",
        50,
        [
          ["write", 100],
          ["read", readMs],
        ],
        { writeQuorum: 2, readQuorum: 1, ...config },
      ).nodes.x.figures;
    expect(stale(1400, {})).toMatchObject({ reads: 1, staleReads: 1 });
    expect(stale(1600, {})).toMatchObject({ reads: 1, staleReads: 0 });
    expect(stale(1600, { whenDown: "strict" })).toMatchObject({ staleReads: 1 });
    expect(stale(1600, { hintWindowMs: 20 })).toMatchObject({ staleReads: 1 });
  });
});
