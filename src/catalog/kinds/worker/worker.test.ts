import { describe, expect, it } from "vitest";
import { build, run } from "../../../testing/build";
import { burst, constant, hopsOf } from "../../../testing/timeline";

type Config = Record<string, unknown>;

/** Messages published at 1, 2, ...; the worker takes 100 ms for each. */
const placed = (messages: number, worker: Config, faults: Config[] = [], queue: Config = {}) =>
  build({
    nodes: {
      c: burst(messages),
      q: ["queue", { publishMs: 0, ...queue }],
      w: ["worker", { replicas: 1, serviceTime: constant(100), ...worker }],
    },
    links: [
      ["c", "q"],
      ["q", "w"],
    ],
    faults,
    durationMs: 3000,
  });
const onNode = (type: string, id: string, startMs: number, durationMs?: number, params: Config = {}): Config => ({
  id: `${type}-${id}-${startMs}`,
  type,
  target: { type: "node", id },
  startMs,
  params,
  ...(durationMs === undefined ? {} : { durationMs }),
});
const deliveries = (topology: ReturnType<typeof build>) =>
  hopsOf(topology)
    .filter(({ code }) => code === "message")
    .map(({ departMs }) => departMs);

describe("worker", () => {
  it("works so many messages at once, and acknowledges after the work", () => {
    const { q, w } = run(placed(4, { slots: 2 })).nodes;
    expect(q.latencyMs).toMatchObject({ count: 4, max: 202 - 4 });
    expect(w).toMatchObject({ arrivals: 4, ok: 4, queueLengthMax: 2 });
  });

  it("a busy neighbour takes slots; messages that are held wait for those that are left", () => {
    const stress = onNode("cpu-stress", "w", 0, 150, { ratio: 0.75 });
    // One slot until 150: the first ends at 101; then the other three have four slots, the second since 101.
    const { w } = run(placed(4, { slots: 4 }, [stress])).nodes;
    expect(w.latencyMs).toMatchObject({ count: 4, max: 250 - 3 });
    expect(run(placed(4, { slots: 4 })).nodes.w.latencyMs.max).toBe(100);
  });

  it("at least once: what a crash interrupts is delivered again", () => {
    const { q, w } = run(placed(3, {}, [onNode("crash", "w", 150, 50)])).nodes;
    // 2 was in work since 101, 3 was waiting; both come again at 200.
    expect(q).toMatchObject({ ok: 3, gauges: { redelivered: 2 } });
    expect(q.latencyMs.max).toBe(400 - 3);
    expect(w).toMatchObject({ arrivals: 5, ok: 3, failuresByReason: { reset: 2 }, figures: { lost: 0 } });
  });

  it("at most once: what a crash interrupts is lost, and nobody else knows", () => {
    const { q, w } = run(placed(3, { acknowledge: "before" }, [onNode("crash", "w", 150, 50)])).nodes;
    expect(q).toMatchObject({ ok: 3, gauges: { redelivered: 0 } });
    expect(q.latencyMs.max).toBe(0);
    expect(w).toMatchObject({ arrivals: 3, ok: 1, figures: { lost: 2 } });
  });

  it("tries itself before it reports a failure, holding its slot during the pause", () => {
    const failing = onNode("errors", "w", 0, 250, { ratio: 1 });
    // 1-101 fails, 111-211 fails, 221-321 works; the other message waits.
    const { q, w } = run(placed(2, { tries: 3, retryPauseMs: 10 }, [failing])).nodes;
    expect(w).toMatchObject({ ok: 2, figures: { retried: 2 } });
    expect(q.latencyMs.max).toBe(421 - 2);
    expect(q.gauges.redelivered).toBe(0);
    const twice = run(placed(1, { tries: 2 }, [failing])).nodes;
    expect(twice.q).toMatchObject({ ok: 1, gauges: { redelivered: 1 } });
    expect(twice.w).toMatchObject({ arrivals: 2, failed: 1, ok: 1 });
  });

  it("a stopped consumer is sent nothing, and what it held goes to others; its own work is in vain", () => {
    const stopped = { ...onNode("consumer-stopped", "w", 50, 1000), target: { type: "node", id: "w", replicas: [0] } };
    const topology = placed(4, { replicas: 2 }, [stopped], { prefetch: 1 });
    expect(deliveries(topology)).toEqual([1, 2, 102, 202, 302]);
    expect(run(topology).nodes.q).toMatchObject({ ok: 4, figures: { duplicates: 1 }, gauges: { redelivered: 1 } });
  });

  it("calls on in turn before it acknowledges; a failure there is a failure of its own", () => {
    const topology = build({
      nodes: {
        c: burst(1),
        q: ["queue", { publishMs: 0, onFailure: "reject" }],
        w: ["worker", { serviceTime: constant(10) }],
        a: ["server", { serviceTime: constant(20) }],
        b: ["server", { serviceTime: constant(30) }],
      },
      links: [
        ["c", "q"],
        ["q", "w"],
        ["w", "a"],
        ["w", "b"],
      ],
      durationMs: 500,
    });
    expect(run(topology).nodes.q.latencyMs.max).toBe(60);
    const broken = run({
      ...topology,
      faults: [{ id: "e", type: "errors", target: { type: "node", id: "b" }, startMs: 0, params: { ratio: 1 } }],
    } as never).nodes;
    expect(broken.w).toMatchObject({ ok: 0, failuresByReason: { error: 1 } });
    expect(broken.q.figures).toMatchObject({ rejected: 1 });
  });

  it("a poison message fails here, and counts as failed", () => {
    const { w } = run(placed(1, {}, [onNode("poison-message", "q", 0, 100, { ratio: 1 })], { deliveryLimit: 2 })).nodes;
    expect(w).toMatchObject({ arrivals: 3, ok: 0, failuresByReason: { error: 3 } });
  });
});
