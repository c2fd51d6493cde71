import { describe, expect, it } from "vitest";
import { build, run } from "../testing/build";
import { burst, constant, even, hopsOf, steadyServer } from "../testing/timeline";
import type { Topology } from "../topology/schema";

type Config = Record<string, unknown>;

const zones = { a: { members: ["c", "b"], crossLatencyMs: 10 }, z: { members: [], crossLatencyMs: 10 } };
const checks = (more: Config = {}): [string, Config] => [
  "load-balancer",
  { algorithm: "round-robin", healthCheck: { enabled: true, intervalMs: 100, timeoutMs: 50, fall: 3, rise: 2 }, ...more },
];
const outage = (type: string, startMs: number, durationMs: number, id = "z") => ({
  id: type,
  type,
  target: { type: "boundary", id },
  startMs,
  durationMs,
  params: {},
});

/** How long the messages on a link take, and how many take so long. */
function spans(topology: Topology, link: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const hop of hopsOf(topology)) {
    if (hop.link !== link) continue;
    const span = (hop.arriveMs - hop.departMs).toFixed();
    counts[span] = (counts[span] ?? 0) + 1;
  }
  return counts;
}

describe("replicas of one node, spread over zones", () => {
  it("lie in them in turn: only calls to the other zone cross the border", () => {
    const topology = build({
      nodes: { c: burst(40), b: checks({ healthCheck: { enabled: false } }), s: steadyServer(5, { replicas: 4, slots: 40 }) },
      links: [
        ["c", "b"],
        ["b", "s"],
      ],
      boundaries: zones,
      zones: { s: ["a", "z"] },
      durationMs: 1000,
    });
    expect(spans(topology, "b-s")).toEqual({ 0: 40, 10: 40 });
  });

  it("so do those that call, each from where it is; connections too are between two places", () => {
    // Each replica of "s" calls "d" in zone a: from zone z that takes 20 ms more, and as much for TCP's round trip.
    const through = (protocol: Config) =>
      run(
        build({
          nodes: {
            c: burst(2, 100),
            b: checks({ healthCheck: { enabled: false } }),
            s: steadyServer(0, { replicas: 2 }),
            d: steadyServer(5),
          },
          links: [
            ["c", "b"],
            ["b", "s"],
            ["s", "d", { protocol }],
          ],
          boundaries: { a: { members: ["d"], crossLatencyMs: 10 }, z: { members: ["c", "b"] } },
          zones: { s: ["a", "z"] },
          durationMs: 1000,
        }),
      ).latencyMs;
    // To the replica in zone a the balancer itself crosses the border: 20 ms both.
    expect(through({ type: "tcp" })).toMatchObject({ mean: 25, max: 25 });
    const { mean, max } = through({ type: "http1", tls: false, codingMsPerKb: 0 });
    expect(mean).toBeCloseTo(35, 9);
    expect(max).toBeCloseTo(45, 9);
  });

  it("an outage of one zone takes its replicas alone: the others serve on, and checks find out which", () => {
    const { requests, nodes } = run(
      build({
        nodes: { c: even(100), b: checks(), s: steadyServer(1, { replicas: 2 }) },
        links: [
          ["c", "b"],
          ["b", "s", {}, { timeout: { perTryMs: 50 } }],
        ],
        boundaries: { a: { members: ["c", "b"] }, z: { members: [] } },
        zones: { s: ["a", "z"] },
        faults: [outage("zone-outage", 1000, 4000)],
        durationMs: 10_000,
      }),
    );
    // Two replicas are checked by turns; each check out of three fails at its timeout, 50 ms after it began.
    expect(requests.failed).toBeGreaterThanOrEqual(Math.floor(300 / 10 / 2) - 5);
    expect(requests.failed).toBeLessThanOrEqual((350 + 100) / 10 / 2 + 1);
    expect(nodes.s.ok + nodes.s.failed).toBeGreaterThan(900);
  });

  it("a partition of one zone cuts off its replicas from those outside, and leaves them to those inside", () => {
    const { links } = run(
      build({
        nodes: { c: even(100), d: even(100), s: steadyServer(1, { replicas: 2, slots: 4 }) },
        links: [
          ["c", "s", {}, { timeout: { perTryMs: 50 } }],
          ["d", "s", {}, { timeout: { perTryMs: 50 } }],
        ],
        boundaries: { a: { members: ["c"] }, z: { members: ["d"] } },
        zones: { s: ["a", "z"] },
        faults: [outage("partition", 0, 10_000)],
        durationMs: 10_000,
      }),
    );
    // Each caller picks a replica at random, and only the one on its own side can be reached.
    for (const id of ["c-s", "d-s"]) {
      expect(links[id].failuresByReason.timeout).toBe(links[id].failed);
      expect(Math.abs(links[id].failed - 500)).toBeLessThan(4 * Math.sqrt(250));
    }
  });

  it("added latency on one zone slows the messages across its border, and no others", () => {
    const topology = build({
      nodes: { c: burst(40), b: checks({ healthCheck: { enabled: false } }), s: steadyServer(5, { replicas: 2, slots: 40 }) },
      links: [
        ["c", "b"],
        ["b", "s"],
      ],
      boundaries: { a: { members: ["c", "b"] }, z: { members: [] } },
      zones: { s: ["a", "z"] },
      faults: [{ ...outage("link-latency", 0, 1000), params: { addedMs: 30, jitterMs: 0 } }],
      durationMs: 1000,
    });
    expect(spans(topology, "b-s")).toEqual({ 0: 40, 30: 40 });
  });

  it("own zone first: a balancer keeps to its zone while that has hosts enough", () => {
    const share = (faults: Config[]) => {
      const { latencyMs, requests } = run(
        build({
          nodes: { c: even(100), b: checks({ ownZoneFirst: true }), s: steadyServer(1, { replicas: 4 }) },
          links: [
            ["c", "b"],
            ["b", "s"],
          ],
          boundaries: zones,
          zones: { s: ["a", "z"] },
          faults,
          durationMs: 3000,
        }),
      );
      return [latencyMs.max, requests.failed];
    };
    expect(share([])).toEqual([1, 0]);
    // The zone's own replicas are 0 and 2; once they are out the other zone takes all.
    const dead = {
      id: "d",
      type: "crash",
      target: { type: "node", id: "s", replicas: [0, 2] },
      startMs: 500,
      durationMs: 5000,
      params: {},
    };
    expect(share([dead])[0]).toBeCloseTo(21, 9);
  });
});

describe("a database whose instances are spread over zones", () => {
  const operations = (access: string) => [{ name: access, access, deadlineMs: 1000 }];
  const database = (more: Config): [string, Config] => [
    "database",
    { standbys: 1, readTime: constant(2), writeTime: constant(2), lag: constant(1), ...more },
  ];

  it("reads from the nearest instance stay in their zone; writes go to the primary, wherever it is", () => {
    const latency = (readFrom: string, access: string) =>
      run(
        build({
          nodes: { c: burst(20, 20, 0, operations(access)), d: database({ readFrom }) },
          links: [["c", "d"]],
          boundaries: { a: { members: [], crossLatencyMs: 10 }, z: { members: ["c"], crossLatencyMs: 10 } },
          zones: { d: ["a", "z"] },
          durationMs: 1000,
        }),
      ).latencyMs.max;
    expect(latency("nearest", "read")).toBeCloseTo(2, 9);
    expect(latency("primary", "read")).toBeCloseTo(22, 9);
    expect(latency("nearest", "write")).toBeCloseTo(22, 9);
  });

  const failover = { enabled: true, heartbeatMs: 100, ttlMs: 300, electionMs: 100, retryMs: 100, maxLagBytes: 1e9 };
  const partitioned = (more: Config) =>
    run(
      build({
        nodes: {
          in: even(100, operations("write")),
          out: even(100, operations("write")),
          d: database({ failover: { ...failover, ...more } }),
        },
        links: [
          ["in", "d", {}, { timeout: { perTryMs: 100 } }],
          ["out", "d", {}, { timeout: { perTryMs: 100 } }],
        ],
        boundaries: { a: { members: ["in"] }, z: { members: ["out"] } },
        zones: { d: ["a", "z"] },
        faults: [outage("partition", 1000, 2000, "a")],
        durationMs: 5000,
      }),
    );

  it("a partition of the primary's zone: the other side elects its standby, the fenced primary steps down", () => {
    const { links, nodes } = partitioned({});
    const figures = nodes.d.figures ?? {};
    expect(figures.failovers).toBe(1);
    expect(figures.conflictingWrites).toBe(0);
    // Outside nobody answers until the standby leads: at most the lock's 300 ms and the election's 100.
    expect(links["out-d"].failed).toBeGreaterThan(20);
    expect(links["out-d"].failed).toBeLessThan(55);
    // Inside there is nobody to write to from the step-down until the partition heals.
    expect(links["in-d"].failed).toBeGreaterThan(150);
    expect(links["in-d"].failed).toBeLessThan(201);
  });

  it("without fencing the old primary goes on for those beside it, and what it takes is lost", () => {
    const figures = partitioned({ fencing: false }).nodes.d.figures ?? {};
    expect(figures.failovers).toBe(1);
    expect(figures.conflictingWrites).toBeGreaterThan(100);
    expect(figures.lostWrites).toBeGreaterThanOrEqual(figures.conflictingWrites as number);
  });
});
