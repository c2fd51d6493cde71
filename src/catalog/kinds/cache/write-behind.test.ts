import { describe, expect, it } from "vitest";
import { build, run, sessionOf } from "../../../testing/build";
import { at, burst, constant, hopsOf, steadyServer } from "../../../testing/timeline";

type Config = Record<string, unknown>;

/** Writes at 10, 20, 30, ... ms to some of so many keys, and a store that takes 5 ms. */
const writing = (config: Config, writes: number, faults: Config[] = [], keys = 1) =>
  build({
    nodes: {
      c: burst(writes, 10, 0, [{ name: "write", access: "write", key: { type: "uniform", keys } }]),
      x: ["cache", { lookupTime: constant(0), ttlMs: 0, writes: "behind", flushIntervalMs: 100, ...config }],
      o: steadyServer(5, { slots: 100 }),
    },
    links: [
      ["c", "x"],
      ["x", "o"],
    ],
    faults,
    durationMs: 1000,
  });
const flushedAt = (topology: ReturnType<typeof writing>) =>
  hopsOf(topology)
    .filter(({ link, code }) => link === "x-o" && code === "request")
    .map(({ departMs }) => departMs);
const fault = (type: string, id: string, startMs: number, durationMs: number, params: Config = {}) => ({
  id: `${type}${startMs}`,
  type,
  target: { type: "node", id },
  startMs,
  durationMs,
  params,
});

describe("write-behind", () => {
  it("answers at once, and passes writes to one key on as one, an interval after the first", () => {
    const topology = writing({}, 15);
    // Written at 10, flushed at 110 with the writes at 20 to 100; the next one at 110, flushed at 210.
    expect(flushedAt(topology)).toEqual([110, 210]);
    const { latencyMs, nodes } = run(topology);
    expect(latencyMs.max).toBe(0);
    expect(nodes.x.figures).toMatchObject({ flushes: 2, lostWrites: 0 });
    expect(at(sessionOf(topology), 95).result().nodes.x.gauges.unflushed).toBe(9);
    expect(nodes.x.gauges.unflushed).toBe(0);
  });

  it("one call passes on a batch of keys; many changed keys do not wait for the interval", () => {
    const keys = 1_000_000;
    expect(flushedAt(writing({ batchKeys: 4 }, 9, [], keys))).toEqual([110, 110, 110]);
    expect(flushedAt(writing({ flushKeys: 3 }, 7, [], keys))).toEqual([30, 60, 110]);
  });

  it("a crash loses what was answered and not passed on, and counts it", () => {
    const { requests, nodes, links } = run(writing({}, 15, [fault("crash", "x", 155, 20)]));
    // Flushed at 110, before the write of that instant; those from then to 150 are lost.
    expect(requests).toMatchObject({ ok: 15 });
    expect(nodes.x.figures.lostWrites).toBe(5);
    expect(links["x-o"].calls).toBe(1);
    const through = run(writing({ writes: "through" }, 15, [fault("crash", "x", 155, 20)]));
    expect(through.nodes.x.figures.lostWrites).toBe(0);
  });

  it("a flush of the cache loses them too", () => {
    expect(run(writing({}, 15, [fault("cache-flush", "x", 155, 20)])).nodes.x.figures.lostWrites).toBe(5);
  });

  it("a stop that was announced passes them on first", () => {
    const topology = writing({}, 15, [fault("graceful-stop", "x", 155, 500)]);
    expect(flushedAt(topology)).toEqual([110, 155]);
    expect(run(topology).nodes.x.figures.lostWrites).toBe(0);
  });

  it("what the store refuses is passed on again an interval later, however many writes come", () => {
    const topology = writing({ flushKeys: 2 }, 12, [fault("errors", "o", 0, 150, { ratio: 1 })], 1_000_000);
    // Two keys at 20 fail at 25; from then on only time flushes: at 110, in vain, and with the write at 110 at 210.
    expect(flushedAt(topology)).toEqual([20, 110, 210]);
    const { nodes } = run(topology);
    expect(nodes.x.gauges.unflushed).toBe(0);
    expect(nodes.x.figures.lostWrites).toBe(0);
  });

  it("a paused cache passes nothing on until it goes on", () => {
    expect(flushedAt(writing({}, 5, [fault("pause", "x", 100, 80)]))).toEqual([180]);
  });
});
