import { describe, expect, it } from "vitest";
import { build, run, sessionOf } from "../../../testing/build";
import { at, burst, constant, hopsOf, steadyServer } from "../../../testing/timeline";

type Config = Record<string, unknown>;

const placed = (messages: number, queue: Config, faults: Config[] = [], policies: Config = {}) =>
  build({
    nodes: {
      c: burst(messages, 100),
      q: ["queue", { publishMs: 0, prefetch: 1, ...queue }],
      w: steadyServer(10),
    },
    links: [
      ["c", "q", {}, policies],
      ["q", "w"],
    ],
    faults,
    durationMs: 10_000,
  });
const quorum = (members: number, more: Config = {}) => ({
  storage: { type: "quorum", members, electionMs: 1000, replicationTime: constant(3), ...more },
});
const onMembers = (type: string, replicas: number[], startMs: number, durationMs?: number): Config => ({
  id: `${type}-${replicas.join("-")}-${startMs}`,
  type,
  target: { type: "node", id: "q", replicas },
  startMs,
  ...(durationMs === undefined ? {} : { durationMs }),
});
const deliveries = (topology: ReturnType<typeof build>) =>
  hopsOf(topology)
    .filter(({ code }) => code === "message")
    .map(({ departMs }) => departMs);

describe("a quorum queue", () => {
  it("confirms, and delivers, once more than half of its members have the message", () => {
    const topology = placed(2, quorum(3));
    expect(run(topology).latencyMs).toMatchObject({ count: 2, mean: 3, max: 3 });
    expect(deliveries(topology)).toEqual([103, 203]);
    expect(run(placed(2, quorum(1))).latencyMs.max).toBe(0);
  });

  it("waits for the quickest followers only: two of four", () => {
    const replicationTime = { type: "exponential", meanMs: 10 };
    const of = (members: number) => run({ ...placed(90, quorum(members, { replicationTime })), seed: 3 } as never).latencyMs.mean as number;
    // The first of two exponentials of mean 10 takes 5, the second of four 10 (1/4 + 1/3).
    expect(Math.abs(of(3) - 5)).toBeLessThan(3.29 * (5 / Math.sqrt(90)));
    expect(Math.abs(of(5) - 35 / 6)).toBeLessThan((3.29 * (10 * Math.sqrt(1 / 16 + 1 / 9))) / Math.sqrt(90));
  });

  it("goes on without a minority", () => {
    const { q } = run(placed(5, quorum(3), [onMembers("crash", [1], 150)])).nodes;
    expect(q).toMatchObject({ arrivals: 5, ok: 5 });
  });

  it("neither confirms nor delivers without its majority, and goes on when it is back", () => {
    const topology = placed(5, quorum(3), [onMembers("crash", [1, 2], 250, 1000)]);
    const session = sessionOf(topology);
    expect(at(session, 1249).result()).toMatchObject({
      requests: { ok: 2, inFlight: 3 },
      nodes: { q: { gauges: { publishersWaiting: 3 } } },
    });
    // The leader was there all along: it replicates what has come meanwhile at once.
    expect(deliveries(topology)).toEqual([103, 203, 1253, 1263, 1273]);
    expect(run(topology).requests).toMatchObject({ ok: 5, failed: 0 });
    expect(run(topology).latencyMs.max).toBe(1253 - 300);
  });

  it("publishers that give up meanwhile may have published all the same", () => {
    const { requests, nodes } = run(placed(3, quorum(3), [onMembers("crash", [1, 2], 250, 1000)], { timeout: { perTryMs: 500 } }));
    expect(requests.failuresByReason).toEqual({ timeout: 1 });
    expect(nodes.q).toMatchObject({ arrivals: 3, ok: 3 });
  });

  it("pauses for an election when its leader is lost; what was confirmed is there", () => {
    // 1 is confirmed at 103 and with the consumer when the leader dies at 105: its channel is closed.
    const topology = placed(3, quorum(3), [onMembers("crash", [0], 105, 5000)]);
    expect(deliveries(topology)).toEqual([103, 1105, 1115, 1125]);
    const result = run(topology);
    expect(result.requests).toMatchObject({ ok: 3, failed: 0 });
    expect(result.latencyMs.max).toBe(1108 - 200);
    // The consumer had finished its work at 113, but nobody was there to hear of it.
    expect(result.nodes.q).toMatchObject({ ok: 3, figures: { duplicates: 1, lost: 0 }, gauges: { redelivered: 1 } });
  });

  it("a message that was not confirmed dies with its leader, and its publisher knows", () => {
    const result = run(placed(1, quorum(3), [onMembers("crash", [0], 101)]));
    expect(result.requests.failuresByReason).toEqual({ reset: 1 });
    expect(result.nodes.q.arrivals).toBe(0);
  });

  it("another leads when the leader hangs", () => {
    const topology = placed(3, quorum(3), [onMembers("pause", [0], 150, 5000)]);
    // The publishers at 200 and 300 are connected to the member that hangs.
    expect(deliveries(topology)).toEqual([103, 5153, 5163]);
  });

  it("two losses in a row: an election is called off without a majority and begins anew with it", () => {
    const topology = placed(2, quorum(3), [onMembers("crash", [0], 150, 9000), onMembers("crash", [2], 500, 1000)]);
    expect(deliveries(topology)).toEqual([103, 2503]);
  });

  it("refuses publishers when no member is up", () => {
    const { requests } = run(placed(3, quorum(3), [onMembers("crash", [0, 1, 2], 150, 100)]));
    expect(requests.failuresByReason).toEqual({ refused: 1 });
  });

  it("what comes back goes before all others, in the order of coming back", () => {
    // Each consumer gets one; b dies at 110 and a at 112: 2 comes back before 1. Only b is back, at 1110.
    const ageOfTheOldest = (storage: Config) =>
      at(
        sessionOf(
          build({
            nodes: {
              c: burst(3, 1, 99),
              q: ["queue", { publishMs: 0, prefetch: 1, storage }],
              a: steadyServer(50),
              b: steadyServer(20),
            },
            links: [
              ["c", "q"],
              ["q", "a"],
              ["q", "b"],
            ],
            faults: [
              { id: "a", type: "crash", target: { type: "node", id: "a" }, startMs: 112, durationMs: 2000 },
              { id: "b", type: "crash", target: { type: "node", id: "b" }, startMs: 110, durationMs: 1000 },
            ],
            durationMs: 3000,
          }),
        ),
        1120,
      ).result().nodes.q.gauges.oldestAgeMs;
    // What waits while b has the first of them: 1 behind 2, or 2 behind 1.
    expect(ageOfTheOldest({ type: "quorum" })).toBe(1120 - 100);
    expect(ageOfTheOldest({ type: "classic" })).toBe(1120 - 101);
  });
});

describe("a classic queue", () => {
  const crash = onMembers("crash", [0], 305, 1000);

  it("keeps durable messages through a crash of the broker and loses the others", () => {
    const slow = (durable: boolean) => {
      const topology = placed(3, { storage: { type: "classic", durable } }, [crash]);
      return run({
        ...topology,
        nodes: topology.nodes.map((node) => (node.id === "w" ? { ...node, config: { ...node.config, serviceTime: constant(400) } } : node)),
      } as never).nodes.q;
    };
    expect(slow(true)).toMatchObject({ ok: 3, failed: 0, figures: { lost: 0 } });
    expect(slow(false)).toMatchObject({ ok: 0, failuresByReason: { dropped: 3 }, figures: { lost: 3 } });
  });
});

describe("publishers without confirms", () => {
  it("do not wait, and do not hear that a queue is full", () => {
    const far = { latency: constant(20) };
    const topology = (confirms: boolean) =>
      build({
        nodes: {
          c: burst(5),
          q: ["queue", { publishMs: 5, prefetch: 1, maxLength: 1, overflow: "reject-publish", confirms }],
          w: steadyServer(1000),
        },
        links: [
          ["c", "q", far],
          ["q", "w"],
        ],
        durationMs: 500,
      });
    expect(run(topology(true))).toMatchObject({ latencyMs: { max: 45 }, requests: { ok: 2, failed: 3 } });
    const blind = run(topology(false));
    expect(blind).toMatchObject({ latencyMs: { max: 0 }, requests: { ok: 5, failed: 0 } });
    expect(blind.nodes.q).toMatchObject({ arrivals: 2, figures: { lostUnnoticed: 3 } });
    expect(blind.links["c-q"].lateReplies).toBe(0);
  });

  it("lose what a crash finds half written; a connection that is refused they notice", () => {
    const result = run(placed(3, { confirms: false, publishMs: 10 }, [onMembers("crash", [0], 205, 100)]));
    expect(result.requests).toMatchObject({ ok: 2, failuresByReason: { refused: 1 } });
    expect(result.nodes.q).toMatchObject({ arrivals: 1, figures: { lostUnnoticed: 1 } });
  });
});
