import { describe, expect, it } from "vitest";
import { NODE_COLUMNS } from "../../../lab/frame";
import { build, run, sessionOf } from "../../../testing/build";
import { at, burst, even, hopsOf, steadyServer } from "../../../testing/timeline";

type Config = Record<string, unknown>;

/** Messages published at 1, 2, ... and accepted at once; a worker takes 100 ms for each. */
const worked = (messages: number, queue: Config, worker: Config = { slots: 10 }, faults: Config[] = []) =>
  build({
    nodes: { c: burst(messages), q: ["queue", { publishMs: 0, ...queue }], w: steadyServer(100, worker) },
    links: [
      ["c", "q"],
      ["q", "w"],
    ],
    faults,
    durationMs: 2000,
  });
const deliveries = (topology: ReturnType<typeof build>) =>
  hopsOf(topology)
    .filter(({ code }) => code === "message")
    .map(({ departMs }) => departMs);
const crash = (id: string, startMs: number, durationMs: number) => ({
  id: `crash-${id}`,
  type: "crash",
  target: { type: "node", id },
  startMs,
  durationMs,
});

describe("queue", () => {
  it("confirms the publisher once the message is accepted, whatever becomes of it", () => {
    expect(run(worked(3, { publishMs: 4 })).latencyMs).toMatchObject({ count: 3, max: 4 });
  });

  it("consumers compete: each in turn", () => {
    const order = hopsOf(
      build({
        nodes: { c: burst(5), q: ["queue", { publishMs: 0 }], a: steadyServer(1), b: steadyServer(1) },
        links: [
          ["c", "q"],
          ["q", "a"],
          ["q", "b"],
        ],
        durationMs: 100,
      }),
    ).filter(({ code }) => code === "message");
    expect(order.map(({ link }) => link)).toEqual(["q-a", "q-b", "q-a", "q-b", "q-a"]);
  });

  it("a consumer holds at most its prefetch unacknowledged; an acknowledgement makes room", () => {
    const topology = worked(5, { prefetch: 2 });
    const half = at(sessionOf(topology), 50);
    expect(half.result().nodes.q.gauges).toMatchObject({ unacked: 2, oldestAgeMs: 47 });
    expect(half.frame().nodes[NODE_COLUMNS.length + NODE_COLUMNS.indexOf("queued")]).toBe(3);
    expect(deliveries(topology)).toEqual([1, 2, 101, 102, 201]);
    expect(run(topology).nodes.q).toMatchObject({ arrivals: 5, ok: 5, failed: 0 });
  });

  it("a prefetch of 0 has no limit", () => {
    expect(deliveries(worked(5, { prefetch: 0 }))).toEqual([1, 2, 3, 4, 5]);
  });

  it("messages of a dead consumer are delivered again, marked, when it is back", () => {
    const topology = worked(5, { prefetch: 2 }, { slots: 10 }, [crash("w", 50, 100)]);
    expect(deliveries(topology)).toEqual([1, 2, 150, 150, 250, 250, 350]);
    expect(run(topology).nodes.q.gauges.redelivered).toBe(2);
  });

  it("they return to their old place, before all that came later", () => {
    // One at a time: 1 is lost at 50, worked again 150-250, then 2, 3, 4 and 5 until 650.
    const { q } = run(worked(5, { prefetch: 1 }, {}, [crash("w", 50, 100)])).nodes;
    expect(q.latencyMs.max).toBe(645);
    expect(q.latencyMs.mean).toBeCloseTo((249 + 348 + 447 + 546 + 645) / 5, 9);
  });

  it("a broker that crashes keeps its messages and delivers the unacknowledged again", () => {
    const { q } = run(worked(3, { prefetch: 1 }, {}, [crash("q", 50, 100)])).nodes;
    expect(q).toMatchObject({ arrivals: 3, ok: 3 });
    expect(q.gauges.redelivered).toBe(1);
  });

  it("an acknowledgement that reaches a paused broker which then dies is lost, and the message comes again", () => {
    const pause = { id: "p", type: "pause", target: { type: "node", id: "q" }, startMs: 50, durationMs: 200 };
    const { q } = run(worked(1, {}, {}, [pause, crash("q", 150, 20)])).nodes;
    expect(q).toMatchObject({ arrivals: 1, ok: 1 });
    expect(q.gauges.redelivered).toBe(1);
  });

  it("messages expire at the head, after their time to live", () => {
    const session = sessionOf(worked(3, { prefetch: 1, messageTtlMs: 30 }));
    const dropped = (ms: number) => at(session, ms).result().nodes.q.gauges.dropped;
    // 1 is with the consumer; 2 expires at 32, 3 at 33.
    expect([31.999, 32, 32.999, 33, 2000].map(dropped)).toEqual([0, 1, 1, 2, 2]);
  });

  it("when full it drops the oldest, or rejects the publisher", () => {
    const full = (overflow: string) =>
      run(worked(5, { maxLength: 2, prefetch: 1, overflow }, { serviceTime: { type: "constant", valueMs: 10_000 } }));
    // One is with the consumer, two are ready; two more are too many.
    expect(full("drop-head").requests).toMatchObject({ ok: 5, failed: 0 });
    expect(full("drop-head").nodes.q.gauges.dropped).toBe(2);
    expect(full("reject-publish").requests).toMatchObject({ ok: 3, failuresByReason: { rejected: 2 } });
    expect(full("reject-publish").nodes.q.gauges.dropped).toBe(0);
  });

  it("a message that came back more often than the delivery limit is dropped", () => {
    const broken = { id: "e", type: "errors", target: { type: "node", id: "w" }, startMs: 0, params: { ratio: 1 } };
    const result = run(worked(2, { deliveryLimit: 3 }, { slots: 10 }, [broken]));
    expect(result.links["q-w"].calls).toBe(8);
    expect(result.nodes.q).toMatchObject({ ok: 0, failuresByReason: { dropped: 2 } });
    expect(result.nodes.q.gauges).toMatchObject({ dropped: 2, redelivered: 6 });
    expect(result.nodes.q.figures).toMatchObject({ delivery_limit: 2, deadLettered: 0 });
  });

  it("errors at the broker are errors of publishing", () => {
    const broken = { id: "e", type: "errors", target: { type: "node", id: "q" }, startMs: 0, params: { ratio: 1 } };
    const { requests, nodes } = run(worked(3, {}, {}, [broken]));
    expect(requests.failuresByReason).toEqual({ error: 3 });
    expect(nodes.q.arrivals).toBe(0);
  });

  it("accepted = acknowledged + dropped + ready + unacknowledged, at every instant", () => {
    const session = sessionOf(
      build({
        nodes: {
          c: even(200),
          q: ["queue", { prefetch: 3, maxLength: 40, messageTtlMs: 900, deliveryLimit: 2 }],
          w: ["server", { replicas: 3, slots: 2, serviceTime: { type: "exponential", meanMs: 25 } }],
        },
        links: [
          ["c", "q"],
          ["q", "w"],
        ],
        faults: [
          crash("w", 1000, 700),
          crash("q", 3000, 200),
          { id: "e", type: "errors", target: { type: "node", id: "w" }, startMs: 500, params: { ratio: 0.3 } },
          { id: "p", type: "pause", target: { type: "node", id: "q" }, startMs: 4000, durationMs: 500 },
        ],
        durationMs: 6000,
      }),
    );
    while (!session.finished()) {
      at(session, session.nowMs() + 17);
      const { arrivals, ok, failed, gauges } = session.result().nodes.q;
      const ready = session.frame().nodes[NODE_COLUMNS.length + NODE_COLUMNS.indexOf("queued")];
      expect(arrivals).toBe(ok + failed + ready + gauges.unacked);
      expect(failed).toBe(gauges.dropped);
    }
    expect(session.result().nodes.q.failed).toBeGreaterThan(0);
  });
});
