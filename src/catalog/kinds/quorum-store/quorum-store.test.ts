import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { build, run, sessionOf } from "../../../testing/build";
import { at, binomialMargin, burst, constant } from "../../../testing/timeline";

type Config = Record<string, unknown>;
const key = { type: "uniform", keys: 1 };
const write = [{ name: "write", access: "write", key }];
const read = [{ name: "read", key }];
const on = (type: string, replicas: number[], startMs: number, endMs?: number): Config => ({
  id: `${type}-${startMs}-${replicas.join("-")}`,
  type,
  target: { type: "node", id: "x", replicas },
  startMs,
  ...(endMs === undefined ? {} : { durationMs: endMs - startMs }),
});
/** 10 ms from node to node, 1 ms of work. The key's first copy is on node 0, the others on the nodes after it. */
const store = (config: Config): [string, Config] => [
  "quorum-store",
  { hop: constant(10), readTime: constant(1), writeTime: constant(1), readRepair: false, ...config },
];
/** Writes and reads at their times, each to the next node in turn: the first to node 0. */
const inTurn = (events: readonly ["write" | "read", number][], config: Config, faults: Config[] = []) =>
  build({
    nodes: {
      ...Object.fromEntries(events.map(([what, ms], i) => [`c${i}`, burst(1, 1, ms - 1, what === "write" ? write : read)])),
      lb: ["load-balancer", { healthCheck: { enabled: false } }],
      x: store(config),
    },
    links: [...events.map((_, i): [string, string] => [`c${i}`, "lb"]), ["lb", "x"]],
    faults,
    durationMs: 30_000,
  });
const figures = (topology: ReturnType<typeof build>) => run(topology).nodes.x.figures;

describe("quorum store", () => {
  it("answers when W copies are written or R are read: the keeper's own takes no way", () => {
    const took = (config: Config, what: "write" | "read") => run(inTurn([[what, 100]], config)).nodes.x.latencyMs.max;
    expect([1, 2, 3].map((writeQuorum) => took({ writeQuorum }, "write"))).toEqual([1, 21, 21]);
    expect([1, 2, 3].map((readQuorum) => took({ readQuorum }, "read"))).toEqual([1, 21, 21]);
    expect(took({ nodes: 5, writeQuorum: 3 }, "write")).toBe(21);
  });

  it("a read is stale when it misses a write that was acknowledged before it began", () => {
    // Written and acknowledged on node 0 at 101, on the others at 111; node 1 answers at 106, or at 112.
    const stale = (readMs: number, config: Config) =>
      figures(
        inTurn(
          [
            ["write", 100],
            ["read", readMs],
          ],
          { writeQuorum: 1, ...config },
        ),
      );
    expect(stale(105, { readQuorum: 1 })).toMatchObject({ reads: 1, staleReads: 1 });
    expect(stale(111, { readQuorum: 1 })).toMatchObject({ staleReads: 0 });
    // Before it was acknowledged nobody may count on it.
    expect(stale(100.5, { readQuorum: 1 })).toMatchObject({ staleReads: 0 });
    expect(stale(105, { readQuorum: 3 })).toMatchObject({ staleReads: 0 });
    expect(stale(112, { readQuorum: 1, writeQuorum: 3 })).toMatchObject({ staleReads: 0 });
  });

  it("is as stale as theory says: a read t after a write misses it with 2/3 e^(-t/h)", () => {
    const reads = 4000;
    const t = 10;
    const h = 20;
    const topology = build({
      nodes: {
        w: burst(reads, 200, 0, write),
        r: burst(reads, 200, t, read),
        x: store({
          readQuorum: 1,
          writeQuorum: 1,
          readsAsk: "quorum",
          readTime: constant(0),
          writeTime: constant(0),
          hop: { type: "exponential", meanMs: h },
        }),
      },
      links: [
        ["w", "x"],
        ["r", "x"],
      ],
      durationMs: 900_000,
    });
    const { staleReads } = figures(topology);
    const ratio = (2 / 3) * Math.exp(-t / h);
    expect(Math.abs((staleReads as number) - reads * ratio)).toBeLessThan(binomialMargin(reads, ratio));
  });

  const replicas = fc.subarray([0, 1, 2, 3, 4], { minLength: 1, maxLength: 2 });
  const outage = fc.record({
    type: fc.constantFrom("crash", "pause", "disk-full"),
    replicas,
    atMs: fc.integer({ min: 0, max: 1500 }),
    forMs: fc.integer({ min: 1, max: 800 }),
  });
  const design = fc.record({
    copies: fc.integer({ min: 1, max: 5 }),
    readQuorum: fc.integer({ min: 1, max: 5 }),
    writeQuorum: fc.integer({ min: 1, max: 5 }),
    readsAsk: fc.constantFrom("all", "quorum"),
    whenDown: fc.constantFrom("strict", "hints"),
    readRepair: fc.boolean(),
    handoffMs: fc.integer({ min: 0, max: 300 }),
    timeoutMs: fc.integer({ min: 5, max: 200 }),
    parallelism: fc.integer({ min: 1, max: 3 }),
    hop: fc.integer({ min: 0, max: 30 }).map((meanMs) => (meanMs === 0 ? constant(0) : { type: "exponential", meanMs })),
  });
  const busy = (config: Config, outages: readonly { type: string; replicas: number[]; atMs: number; forMs: number }[], seed: number) =>
    build({
      nodes: {
        c: [
          "client",
          {
            traffic: { type: "open", profile: { type: "steady", ratePerSecond: 200 } },
            operations: [write[0], { ...read[0], weight: 2 }].map((one) => ({ ...one, key: { type: "uniform", keys: 3 } })),
          },
        ],
        x: store({ nodes: 5, ...config, readTime: { type: "exponential", meanMs: 3 }, writeTime: { type: "exponential", meanMs: 5 } }),
      },
      links: [["c", "x"]],
      faults: outages.map(({ type, replicas: some, atMs, forMs }, i) => ({ ...on(type, some, atMs, atMs + forMs), id: `f${i}` })),
      seed,
      durationMs: 2000,
    });

  it("no read is stale where R + W > N, whatever breaks; some are where R + W <= N", { timeout: 60_000 }, () => {
    let weak = 0;
    fc.assert(
      fc.property(design, fc.array(outage, { maxLength: 4 }), fc.nat(), (config, outages, seed) => {
        const result = run(busy(config, outages, seed));
        const { staleReads, reads } = result.nodes.x.figures;
        const { ok, failed, inFlight, issued } = result.requests;
        expect(ok + failed + inFlight).toBe(issued);
        if (config.readQuorum + config.writeQuorum > config.copies) expect(staleReads).toBe(0);
        else if ((staleReads as number) > 0 && (reads as number) > 0) weak++;
      }),
      { numRuns: 150, seed: 4 },
    );
    expect(weak).toBeGreaterThan(10);
  });

  it("goes back exactly", () => {
    fc.assert(
      fc.property(design, fc.array(outage, { maxLength: 4 }), fc.double({ min: 0, max: 0.99, noNaN: true }), (config, outages, share) => {
        const session = sessionOf(busy(config, outages, 1));
        session.keepSnapshots(64 << 20);
        const whole = at(session, 2000).result();
        session.rewind(share * 2000);
        expect(at(session, 2000).result()).toEqual(whole);
      }),
      { numRuns: 20, seed: 5 },
    );
  });
});

describe("nodes that are down", () => {
  it("k of n: 3 of 5 copies that are up 99 % of the time are there for 0.99999015 of it", () => {
    let available = 0;
    for (let down = 0; down < 32; down++) {
      const gone = [0, 1, 2, 3, 4].filter((replica) => (down >> replica) & 1);
      const topology = build({
        nodes: { c: burst(1, 1, 99, read), x: store({ nodes: 5, copies: 5, readQuorum: 3 }) },
        links: [["c", "x"]],
        faults: gone.length === 0 ? [] : [on("crash", gone, 0)],
        durationMs: 1000,
      });
      const { ok, failuresByReason } = run(topology).requests;
      expect(failuresByReason).toEqual(ok === 1 ? {} : { [gone.length === 5 ? "refused" : "unavailable"]: 1 });
      available += ok * 0.01 ** gone.length * 0.99 ** (5 - gone.length);
    }
    // Case av-3of5 of validity/cases.json.
    expect(available).toBeCloseTo(0.99999015, 8);
  });

  it("miss writes for good, unless hints wait for them", () => {
    // Node 1 is down from 50 to 200, the read goes to it at 10,300.
    const stale = (config: Config, readMs = 10_300) =>
      figures(
        inTurn(
          [
            ["write", 100],
            ["read", readMs],
          ],
          { readQuorum: 1, writeQuorum: 1, ...config },
          [on("crash", [1], 50, 200)],
        ),
      );
    expect(stale({ whenDown: "strict" })).toMatchObject({ staleReads: 1, hints: 0 });
    expect(stale({ whenDown: "hints" })).toMatchObject({ staleReads: 0, hints: 1 });
    // Ten seconds after its return.
    expect(stale({ whenDown: "hints" }, 10_198)).toMatchObject({ staleReads: 1 });
    expect(stale({ whenDown: "hints" }, 10_200)).toMatchObject({ staleReads: 0 });
    expect(stale({ whenDown: "hints", hintWindowMs: 49 })).toMatchObject({ staleReads: 1, hints: 0 });
    expect(stale({ whenDown: "hints", hintWindowMs: 50 })).toMatchObject({ staleReads: 0, hints: 1 });
  });

  it("others stand in for them under a sloppy quorum, and their answers count", () => {
    const down = [on("crash", [1, 2], 50)];
    const result = (whenDown: string) => run(inTurn([["write", 100]], { nodes: 5, writeQuorum: 2, whenDown }, down)).requests;
    expect(result("hints")).toMatchObject({ ok: 0, failuresByReason: { unavailable: 1 } });
    expect(result("sloppy")).toMatchObject({ ok: 1 });
  });

  it("and then even R + W > N can miss a write, until it has been handed over", () => {
    // Written to node 0 and stand-ins; read by nodes 1 and 2 when node 0 is gone.
    const faults = [on("crash", [1, 2], 50, 200), on("crash", [0], 200, 20_000)];
    const stale = (readMs: number) =>
      figures(
        inTurn(
          [
            ["write", 100],
            ["read", readMs],
          ],
          { nodes: 5, copies: 3, readQuorum: 2, writeQuorum: 2, readsAsk: "quorum", whenDown: "sloppy" },
          faults,
        ),
      );
    // The read asks nodes 1, 2 and node 3, which stands in for node 0; two of these by chance, node 1 among them.
    const early = stale(300);
    expect(early.reads).toBe(1);
    expect(stale(10_300)).toMatchObject({ reads: 1, staleReads: 0 });
    const all = Array.from({ length: 40 }, (_, seed) =>
      run({
        ...inTurn(
          [
            ["write", 100],
            ["read", 300],
          ],
          { nodes: 5, copies: 3, readQuorum: 2, writeQuorum: 2, readsAsk: "quorum", whenDown: "sloppy" },
          faults,
        ),
        run: { seed, durationMs: 2000 },
      } as ReturnType<typeof build>),
    );
    const missed = all.filter(({ nodes }) => nodes.x.figures.staleReads === 1).length;
    expect(Math.abs(missed - 20)).toBeLessThan(binomialMargin(40, 0.5));
  });

  it("are repaired by reads that find them behind", () => {
    const events: ["write" | "read", number][] = [
      ["write", 100],
      ["read", 300],
      ["read", 400],
    ];
    const outage = [on("crash", [1], 50, 200)];
    const of = (readRepair: boolean) => figures(inTurn(events, { readQuorum: 1, writeQuorum: 1, whenDown: "strict", readRepair }, outage));
    // The read at 300 is node 1's own and stale; its other answers bring the version back. At 400 node 2 reads.
    expect(of(true)).toMatchObject({ reads: 2, staleReads: 1, repairs: 1 });
    expect(of(false)).toMatchObject({ reads: 2, staleReads: 1, repairs: 0 });
    const again: ["write" | "read", number][] = [...events, ["read", 500], ["read", 600]];
    // At 600 it is node 1's turn again.
    expect(figures(inTurn(again, { readQuorum: 1, writeQuorum: 1, whenDown: "strict", readRepair: true }, outage))).toMatchObject({
      staleReads: 1,
    });
    expect(figures(inTurn(again, { readQuorum: 1, writeQuorum: 1, whenDown: "strict" }, outage))).toMatchObject({ staleReads: 2 });
  });

  it("that are paused are asked all the same: a request that needs them times out, or comes late", () => {
    const result = (config: Config, until?: number) => run(inTurn([["write", 100]], config, [on("pause", [2], 50, until)]));
    expect(result({ writeQuorum: 2 }).requests.ok).toBe(1);
    expect(result({ writeQuorum: 3 }).requests.failuresByReason).toEqual({ timeout: 1 });
    expect(result({ writeQuorum: 3, timeoutMs: 2000 }, 1000).nodes.x.latencyMs.max).toBe(911);
  });

  it("take what they were asked with them; the caller of the one that asked sees a reset", () => {
    // Node 1 dies with the write in work; of three needed two come.
    expect(run(inTurn([["write", 100]], { writeQuorum: 3, timeoutMs: 500 }, [on("crash", [1], 110.5)])).requests.failuresByReason).toEqual({
      timeout: 1,
    });
    expect(run(inTurn([["write", 100]], { writeQuorum: 3 }, [on("crash", [0], 110.5)])).requests.failuresByReason).toEqual({ reset: 1 });
    // It goes on without its caller: node 1 has the version.
    expect(
      figures(
        inTurn(
          [
            ["write", 100],
            ["read", 300],
          ],
          { writeQuorum: 3, readQuorum: 1 },
          [on("crash", [0], 110.5, 200)],
        ),
      ),
    ).toMatchObject({ reads: 1, staleReads: 0 });
  });

  it("work waits for a slot of its node", () => {
    const topology = build({
      nodes: { c: burst(4, 1, 99, read), x: store({ nodes: 1, copies: 1, readQuorum: 1, parallelism: 1, readTime: constant(10) }) },
      links: [["c", "x"]],
      durationMs: 1000,
    });
    expect(run(topology).latencyMs.max).toBe(37);
    expect(at(sessionOf(topology), 105).result().nodes.x.gauges.operationsWaiting).toBe(3);
    expect(run(topology).nodes.x.utilisationRatio).toBeCloseTo(0.04, 12);
  });
});
