import { describe, expect, it } from "vitest";
import { build, run, sessionOf } from "../../../testing/build";
import { at, burst, constant, hopsOf } from "../../../testing/timeline";

type Config = Record<string, unknown>;

const publish = { lingerMs: 0, appendMs: 0, replicationTime: constant(2) };
const oneKey = [{ name: "r", key: { type: "uniform", keys: 1 } }];
const placed = (
  log: Config,
  more: { client?: [string, Config]; worker?: Config; faults?: Config[]; durationMs?: number; policies?: Config } = {},
) =>
  build({
    nodes: {
      c: more.client ?? burst(5, 100),
      x: ["log", { partitions: 1, ...publish, ...log }],
      w: ["worker", { replicas: 1, serviceTime: constant(10), ...more.worker }],
    },
    links: [
      ["c", "x", {}, more.policies ?? {}],
      ["x", "w"],
    ],
    faults: more.faults ?? [],
    durationMs: more.durationMs ?? 3000,
  });
const on = (
  type: string,
  id: string,
  replicas: number[] | undefined,
  startMs: number,
  durationMs?: number,
  params: Config = {},
): Config => ({
  id: `${type}-${id}-${startMs}-${replicas?.join("")}`,
  type,
  target: { type: "node", id, ...(replicas ? { replicas } : {}) },
  startMs,
  params,
  ...(durationMs === undefined ? {} : { durationMs }),
});
const deliveries = (topology: ReturnType<typeof build>) =>
  hopsOf(topology)
    .filter(({ code }) => code === "message")
    .map(({ departMs }) => departMs);

describe("producers", () => {
  it("wait for all copies in sync, for the leader, or for nobody", () => {
    const acked = (acks: string) => run(placed({ acks })).latencyMs.max;
    expect(acked("all")).toBe(2);
    expect(acked("1")).toBe(0);
    expect(run(placed({ acks: "1", appendMs: 4 })).latencyMs.max).toBe(4);
    expect(run(placed({ acks: "0", appendMs: 4 })).latencyMs.max).toBe(0);
  });

  it("linger for more records, but no longer than until the batch is full", () => {
    const operations = [{ name: "r", requestBytes: 400, key: { type: "uniform", keys: 1 } }];
    const of = (config: Config) => run(placed({ acks: "1", lingerMs: 5, ...config }, { client: burst(4, 1, 0, operations) })).latencyMs;
    // 1, 2, 3 and 4 all wait until 6.
    expect(of({})).toMatchObject({ max: 5, mean: 3.5 });
    // Two fill a batch: 2 and 4.
    expect(of({ batchBytes: 800 })).toMatchObject({ max: 1, mean: 0.5 });
  });

  it("records are read once all copies in sync have them, and in order", () => {
    expect(deliveries(placed({ acks: "1" }))).toEqual([102, 202, 302, 402, 502]);
    expect(deliveries(placed({ acks: "1", replicationFactor: 1 }))).toEqual([100, 200, 300, 400, 500]);
  });

  it("keys have their partition; without keys records go round", () => {
    const spread = (partitioner: string) =>
      run(placed({ partitions: 4, partitioner, acks: "1" }, { client: burst(40, 1, 0, oneKey), worker: { serviceTime: constant(10_000) } }))
        .nodes.x.gauges.worstLag;
    expect(spread("key")).toBe(40);
    expect(spread("round-robin")).toBe(10);
  });

  it("with too few copies in sync they try until their timeout: unavailable", () => {
    // Copy 1 is on broker 1 and copy 2 on broker 2; both are fenced 9 s after their last heartbeat.
    const faults = [on("crash", "x", [1, 2], 1000)];
    const client = burst(3, 1000, 15_000);
    const of = (minInsync: number) => run(placed({ minInsync, deliveryTimeoutMs: 500 }, { client, faults, durationMs: 20_000 }));
    expect(of(2).requests).toMatchObject({ ok: 0, failuresByReason: { unavailable: 3 } });
    expect(of(1).requests).toMatchObject({ ok: 3, failed: 0 });
  });

  it("a copy that hangs holds all acknowledgements up until it is fenced, after its last heartbeat", () => {
    // Heartbeats at 0, 2000, ...: the last at 4000, so fenced at 13000.
    const topology = placed({}, { client: burst(1, 1000, 5000), faults: [on("pause", "x", [1], 5500)], durationMs: 20_000 });
    const session = sessionOf(topology);
    expect(at(session, 12_999.9).result().requests).toMatchObject({ ok: 0, inFlight: 1 });
    expect(at(session, 13_000).result().requests).toMatchObject({ ok: 1 });
    expect(run(topology).nodes.x.gauges.underReplicated).toBe(1);
  });

  it("a follower that lives but does not fetch is out of sync after its lag limit, at the next look", () => {
    const stop = on("stop-replication", "x", [1], 0);
    const topology = placed({ replicaLagMs: 2000 }, { client: burst(1, 1000, 0), faults: [stop], durationMs: 20_000 });
    // Level at the look of 1000 at the latest; behind for more than 2000 only at the look of 4000.
    expect(run(topology).latencyMs.max).toBe(3000);
  });
});

describe("a leader that dies", () => {
  // Heartbeats at 0 and 2000; the session ends at 11000.
  const faults = [on("crash", "x", [0], 3001)];
  const scene = (log: Config, more: Config = {}) =>
    placed({ replicationTime: constant(10), ...log }, { client: burst(3000, 1, 0, oneKey), faults, durationMs: 12_000, ...more });

  it("is followed 9 s after its last heartbeat; producers wait so long", () => {
    const topology = placed({}, { client: burst(1, 1000, 4000), faults, durationMs: 20_000 });
    expect(run(topology).latencyMs.max).toBe(11_000 - 5000 + 2);
    expect(run(topology).nodes.x.figures.elections).toBe(1);
  });

  it("takes with it what it alone had acknowledged", () => {
    const { requests, nodes } = run(scene({ acks: "1" }));
    expect(requests.ok).toBe(3000);
    // Records of 2992 to 3000 were under way to the followers; that of 2991 arrived at 3001, after the crash.
    expect(nodes.x.figures.acknowledgedLost).toBe(10);
  });

  it("but nothing that all copies in sync had acknowledged", () => {
    const { requests, nodes } = run(scene({ acks: "all" }));
    expect(requests.ok).toBe(3000);
    expect(nodes.x.figures.acknowledgedLost).toBe(0);
  });

  it("loses nothing when it is back before anybody noticed", () => {
    const { nodes } = run(scene({ acks: "1" }, { faults: [on("crash", "x", [0], 3001, 1000)] }));
    expect(nodes.x.figures).toMatchObject({ acknowledgedLost: 0, elections: 0 });
  });

  it("leaves the partition offline when no copy in sync is left, unless an unclean election is allowed", () => {
    // Broker 1 falls out of sync first, then the leader dies.
    const two = [on("crash", "x", [1], 1000, 14_000), on("crash", "x", [0], 14_000)];
    const of = (uncleanElection: boolean) =>
      run(placed({ brokers: 2, replicationFactor: 2, uncleanElection }, { client: burst(12, 1000), faults: two, durationMs: 40_000 })).nodes
        .x;
    expect(of(false)).toMatchObject({ gauges: { offline: 1 }, figures: { acknowledgedLost: 0 } });
    expect(of(true).gauges.offline).toBe(0);
    expect(of(true).figures.acknowledgedLost).toBeGreaterThan(0);
  });
});
