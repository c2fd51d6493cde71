import { describe, expect, it } from "vitest";
import { build, run, sessionOf } from "../../../testing/build";
import { at, burst, constant, hopsOf } from "../../../testing/timeline";
import { assignRange, assignSticky } from "./assignment";

type Config = Record<string, unknown>;

const on = (type: string, id: string, replicas: number[], startMs: number, durationMs?: number): Config => ({
  id: `${type}-${id}-${startMs}-${replicas.join("")}`,
  type,
  target: { type: "node", id, replicas },
  startMs,
  ...(durationMs === undefined ? {} : { durationMs }),
});
/** A record every 100 ms for each of two partitions; a consumer takes 10 ms for each. */
const placed = (log: Config, faults: Config[], more: { worker?: Config; records?: number; durationMs?: number } = {}) =>
  build({
    nodes: {
      c: burst(more.records ?? 2000, 50),
      x: ["log", { partitions: 2, partitioner: "round-robin", replicationFactor: 1, lingerMs: 0, appendMs: 0, ...log }],
      w: ["worker", { replicas: 2, serviceTime: constant(10), ...more.worker }],
    },
    links: [
      ["c", "x"],
      ["x", "w"],
    ],
    faults,
    durationMs: more.durationMs ?? 110_000,
  });
/** The longest time during which no record was sent to anybody [from, to]. */
const longestGap = (topology: ReturnType<typeof build>) => {
  const times = hopsOf(topology)
    .filter(({ code }) => code === "message")
    .map(({ departMs }) => departMs);
  return times
    .slice(1)
    .map((to, i) => [times[i], to])
    .reduce((a, b) => (b[1] - b[0] > a[1] - a[0] ? b : a));
};

describe("assignment", () => {
  const owners = (assign: (owner: Int32Array) => unknown, before: number[]) => {
    const owner = Int32Array.from(before);
    const more = assign(owner);
    return [[...owner], more];
  };
  it("range: runs of partitions, the first with one more", () => {
    expect(owners((o) => assignRange(o, 0, 7, [4, 5, 6]), Array(7).fill(-1))[0]).toEqual([4, 4, 4, 5, 5, 6, 6]);
  });
  it("sticky: everybody keeps what it has; what is free goes to those with least", () => {
    expect(owners((o) => assignSticky(o, 0, 5, [0, 1]), [0, 1, -1, 1, -1])).toEqual([[0, 1, 0, 1, 0], false]);
  });
  it("sticky: what somebody has too much is set free first, and given away next time", () => {
    const [first, more] = owners((o) => assignSticky(o, 0, 4, [0, 1]), [0, 0, 0, 0]);
    expect([first, more]).toEqual([[0, 0, -1, -1], true]);
    expect(owners((o) => assignSticky(o, 0, 4, [0, 1]), first as number[])).toEqual([[0, 0, 1, 1], false]);
  });
});

describe("a consumer that dies", () => {
  // Its last heartbeat was at 9000, its session ends at 54000.
  const faults = [on("crash", "w", [1], 10_000)];

  it("keeps its partition until its session ends, 45 s after its last heartbeat; then the others take it over", () => {
    const session = sessionOf(placed({}, faults));
    const { worstLag, lag } = at(session, 53_900).result().nodes.x.gauges;
    expect(worstLag).toBeGreaterThan(400);
    // Its face shows which partition it is.
    const parts = [...session.frame().parts];
    expect(Math.max(...parts)).toBe(worstLag);
    expect(parts.reduce((sum, part) => sum + part, 0)).toBe(lag);
    expect(at(session, 53_999).result().nodes.x).toMatchObject({ gauges: { rebalancing: 0 }, figures: { rebalances: 0 } });
    // The other hears of it at its own heartbeat, which is at that very instant.
    expect(at(session, 54_000).result().nodes.x.figures.rebalances).toBe(1);
    expect(at(session, 80_000).result().nodes.x.gauges.worstLag).toBeLessThan(110);
  });

  it("and comes back within its session as a new member: the coordinator waits for the old one's end", () => {
    const back = [on("crash", "w", [1], 10_000, 1000)];
    // With the eager protocol the other stops at its next heartbeat after 11000: 12000, until 54000.
    const [from, to] = longestGap(placed({}, back));
    expect([from, to]).toEqual([11_900, 54_000]);
    // With the cooperative one it goes on.
    const [a, b] = longestGap(placed({ assignment: "cooperative-sticky" }, back));
    expect(b - a).toBeLessThan(150);
  });

  it("a shorter session is a shorter outage", () => {
    const session = sessionOf(placed({ sessionMs: 6000, heartbeatMs: 1000 }, faults));
    expect(at(session, 15_999).result().nodes.x.figures.rebalances).toBe(0);
    expect(at(session, 16_000).result().nodes.x.figures.rebalances).toBe(1);
  });
});

describe("a consumer that hangs", () => {
  it("goes on within its session, and nobody noticed", () => {
    const { x } = run(placed({}, [on("pause", "w", [1], 10_000, 30_000)])).nodes;
    expect(x.figures).toMatchObject({ rebalances: 0, duplicates: 0 });
  });

  it("is given up after it; what it works on afterwards is worked twice", () => {
    const { x } = run(placed({ commit: "each" }, [on("pause", "w", [1], 10_055, 60_000)])).nodes;
    // Gone at 54000 and back at 70055: two rebalances. The record of 10050 was in work.
    expect(x.figures).toMatchObject({ rebalances: 2, duplicates: 1 });
  });
});

describe("a consumer that stops on purpose", () => {
  it("leaves at once: others take over when all have heard", () => {
    const session = sessionOf(placed({}, [on("consumer-stopped", "w", [1], 10_000)]));
    expect(at(session, 11_999).result().nodes.x).toMatchObject({ gauges: { rebalancing: 1 }, figures: { rebalances: 0 } });
    expect(at(session, 12_000).result().nodes.x).toMatchObject({ gauges: { rebalancing: 0 }, figures: { rebalances: 1 } });
    expect(at(session, 14_000).result().nodes.x.gauges.worstLag).toBeLessThan(110);
  });

  it("and joins again: eager in one rebalance, cooperative in two, of which only what moves takes notice", () => {
    const faults = [on("consumer-stopped", "w", [1], 10_000, 10_000)];
    const rebalances = (assignment: string) => run(placed({ assignment }, faults)).nodes.x.figures.rebalances;
    expect(rebalances("range")).toBe(2);
    expect(rebalances("cooperative-sticky")).toBe(3);
  });
});

describe("a consumer that is too slow", () => {
  it("leaves its group when it holds a record longer than the poll interval, and comes back when it is done", () => {
    const slow = { replicas: 1, serviceTime: constant(5000) };
    const { x } = run(
      placed({ maxPollIntervalMs: 4000, maxPollRecords: 1, commit: "each", partitions: 1 }, [], {
        worker: slow,
        records: 1,
        durationMs: 20_000,
      }),
    ).nodes;
    // 50 to 5050, but expelled at 4050; back at 5050 it gets the record again, and so on.
    expect(x.figures.duplicates).toBeGreaterThanOrEqual(3);
    expect(x.figures.rebalances).toBeGreaterThanOrEqual(3);
    const quick = run(
      placed({ maxPollIntervalMs: 6000, maxPollRecords: 1, partitions: 1 }, [], { worker: slow, records: 1, durationMs: 20_000 }),
    ).nodes.x;
    expect(quick.figures).toMatchObject({ duplicates: 0, rebalances: 0 });
  });
});

describe("offsets", () => {
  const crash = [on("crash", "w", [0], 7025, 1000)];
  const one = (log: Config) =>
    placed({ partitions: 1, sessionMs: 6000, ...log }, crash, { worker: { replicas: 1 }, records: 200, durationMs: 60_000 });

  it("committed now and then: what was worked since is worked twice", () => {
    const { x, w } = run(one({})).nodes;
    // Committed at 5000: records of 50 to 4950 are 99, and that of 5000 was in work. Worked until 7025: up to 7000.
    expect(x.figures).toMatchObject({ duplicates: 41, lostInWork: 0 });
    expect(w.ok).toBe(200 + 41);
  });

  it("committed after each record: only what was in work is worked again", () => {
    const { x, w } = run(one({ commit: "each" })).nodes;
    expect(x.figures).toMatchObject({ duplicates: 0, lostInWork: 0 });
    expect(w.ok).toBe(200);
  });

  it("committed before the work: what was in work is lost, and nothing is worked twice", () => {
    const { x, w } = run(
      placed({ partitions: 1, sessionMs: 6000, commit: "before" }, [on("crash", "w", [0], 7055, 1000)], {
        worker: { replicas: 1 },
        records: 200,
        durationMs: 60_000,
      }),
    ).nodes;
    // The record of 7050 was in work.
    expect(x.figures).toMatchObject({ duplicates: 0, lostInWork: 1 });
    expect(w.ok).toBe(199);
  });
});

describe("retention", () => {
  it("deletes what a group was too slow to read, by age or by size, and counts it", () => {
    const slow = { replicas: 1, serviceTime: constant(200) };
    const of = (log: Config) =>
      run(placed({ partitions: 1, maxPollRecords: 1, ...log }, [], { worker: slow, records: 400, durationMs: 200_000 })).nodes;
    expect(of({}).x.figures.expiredUnread).toBe(0);
    expect(of({}).w.ok).toBe(400);
    for (const limit of [{ retentionMs: 2000 }, { retentionBytes: 20_000 }]) {
      const { x, w } = of(limit);
      expect(x.figures.expiredUnread).toBeGreaterThan(100);
      expect((x.figures.expiredUnread as number) + w.ok).toBe(400);
    }
  });
});

describe("groups", () => {
  it("each reads everything at its own pace, and a failure goes to the dead letters", () => {
    const topology = build({
      nodes: {
        c: burst(20, 10),
        x: ["log", { partitions: 3, lingerMs: 0, appendMs: 0 }],
        a: ["worker", { serviceTime: constant(5) }],
        b: ["worker", { serviceTime: constant(50) }],
        d: ["queue", {}],
      },
      links: [
        ["c", "x"],
        ["x", "a"],
        ["x", "b"],
        ["x", "d", { deadLetter: true }],
      ],
      faults: [{ id: "e", type: "errors", target: { type: "node", id: "b" }, startMs: 0, params: { ratio: 1 } }],
      durationMs: 5000,
    });
    const { a, b, d, x } = run(topology).nodes;
    expect([a.ok, b.failed, d.arrivals]).toEqual([20, 20, 20]);
    expect(x.figures.failed).toBe(20);
  });

  it("records of a partition are worked one after another, however many slots there are", () => {
    const topology = (partitions: number) =>
      placed({ partitions, partitioner: "round-robin" }, [], {
        worker: { replicas: 1, slots: 8, serviceTime: constant(100) },
        records: 20,
        durationMs: 30_000,
      });
    expect(run(topology(1)).nodes.w.latencyMs.max).toBeGreaterThan(900);
    expect(run(topology(4)).nodes.w.latencyMs.max).toBe(100);
  });
});
