import { describe, expect, it } from "vitest";
import { NODE_COLUMNS } from "../../../lab/frame";
import { build, run, sessionOf } from "../../../testing/build";
import { at, burst, hopsOf, steadyServer } from "../../../testing/timeline";

type Config = Record<string, unknown>;

/** Messages published at 1, 2, ...; a worker takes 100 ms for each; what is given up goes to queue "d". */
const placed = (
  messages: number,
  queue: Config,
  more: { worker?: Config; dead?: Config; faults?: Config[]; client?: [string, Config] } = {},
) =>
  build({
    nodes: {
      c: more.client ?? burst(messages),
      q: ["queue", { publishMs: 0, prefetch: 1, ...queue }],
      w: steadyServer(100, { slots: 10, ...more.worker }),
      d: ["queue", { publishMs: 0, ...more.dead }],
    },
    links: [
      ["c", "q"],
      ["q", "w"],
      ["q", "d", { deadLetter: true }],
    ],
    faults: more.faults ?? [],
    durationMs: 3000,
  });
const onNode = (type: string, id: string, startMs: number, params: Config = {}, durationMs?: number): Config => ({
  id: `${type}-${id}`,
  type,
  target: { type: "node", id },
  startMs,
  params,
  ...(durationMs === undefined ? {} : { durationMs }),
});
const failing = { faults: [onNode("errors", "w", 0, { ratio: 1 })] };
const deadAt = (topology: ReturnType<typeof build>) =>
  hopsOf(topology)
    .filter(({ link, code }) => link === "q-d" && code === "message")
    .map(({ departMs }) => departMs);

describe("messages that are given up", () => {
  it("go over the link for dead letters, with their reason counted: expired, at the head", () => {
    const topology = placed(3, { messageTtlMs: 30 });
    expect(deadAt(topology)).toEqual([32, 33]);
    const { q, d } = run(topology).nodes;
    expect(q).toMatchObject({
      ok: 1,
      failuresByReason: { "dead-lettered": 2 },
      figures: { expired: 2, deadLettered: 2, deadLettersLost: 0 },
    });
    expect(q.gauges.dropped).toBe(0);
    expect(d.arrivals).toBe(2);
  });

  it("delivery limit: after one delivery more than it may come back", () => {
    const topology = placed(1, { deliveryLimit: 3 }, failing);
    expect(deadAt(topology)).toEqual([401]);
    expect(run(topology).nodes.q.figures).toMatchObject({ delivery_limit: 1, deadLettered: 1 });
  });

  it("a classic queue knows no delivery limit", () => {
    const { q } = run(placed(1, { deliveryLimit: 3, storage: { type: "classic" } }, failing)).nodes;
    expect(q.gauges).toMatchObject({ unacked: 1, redelivered: 29, dropped: 0 });
  });

  it("rejected: a consumer that fails may refuse the message for good", () => {
    const topology = placed(1, { onFailure: "reject" }, failing);
    expect(deadAt(topology)).toEqual([101]);
    expect(run(topology).nodes.q.figures).toMatchObject({ rejected: 1, deadLettered: 1 });
  });

  it("but a consumer that dies has refused nothing", () => {
    const { q } = run(placed(1, { onFailure: "reject" }, { faults: [onNode("crash", "w", 50, {}, 100)] })).nodes;
    expect(q).toMatchObject({ ok: 1, figures: { rejected: 0 } });
  });

  it("too many: the head is dropped, or the publisher rejected, or both sides hear of it", () => {
    const full = (overflow: string, type = "classic") =>
      run(placed(5, { maxLength: 2, overflow, storage: { type } }, { worker: { serviceTime: { type: "constant", valueMs: 10_000 } } }));
    // One is with the consumer, two are ready, two are too many.
    expect(full("drop-head").requests.ok).toBe(5);
    expect(full("drop-head").nodes.q.figures).toMatchObject({ overflowed: 2, deadLettered: 2 });
    expect(full("reject-publish").requests.failuresByReason).toEqual({ rejected: 2 });
    expect(full("reject-publish").nodes.q.figures).toMatchObject({ overflowed: 0, deadLettered: 0 });
    expect(full("reject-publish-dlx").requests.failuresByReason).toEqual({ rejected: 2 });
    expect(full("reject-publish-dlx").nodes).toMatchObject({
      q: { arrivals: 3, figures: { overflowed: 2, deadLettered: 2 } },
      d: { arrivals: 2 },
    });
    // A quorum queue knows only the first two, and takes the third for the first.
    expect(full("reject-publish", "quorum").requests.failuresByReason).toEqual({ rejected: 2 });
    expect(full("reject-publish-dlx", "quorum").requests.ok).toBe(5);
    expect(full("reject-publish-dlx", "quorum").nodes).toMatchObject({ q: { arrivals: 5, figures: { overflowed: 2, deadLettered: 2 } } });
  });

  it("are lost when the other end does not take them: dead-lettering is at most once", () => {
    const { q } = run(placed(3, { messageTtlMs: 30 }, { faults: [onNode("crash", "d", 0, {}, 500)] })).nodes;
    expect(q.figures).toMatchObject({ deadLettered: 2, deadLettersLost: 2 });
  });

  it("a poison message fails at every consumer until its limit; the others pass", () => {
    const poison = { faults: [onNode("poison-message", "q", 1.5, { ratio: 1 }, 1)] };
    const { q, d } = run(placed(3, { deliveryLimit: 2 }, poison)).nodes;
    expect(q).toMatchObject({ arrivals: 3, ok: 2, figures: { delivery_limit: 1 } });
    expect(q.gauges.redelivered).toBe(2);
    expect(d.arrivals).toBe(1);
  });
});

describe("priorities", () => {
  const two = (queue: Config) =>
    build({
      nodes: {
        low: burst(4, 2, 0, [{ name: "low", priority: 1 }]),
        high: burst(3, 2, 1, [{ name: "high", priority: 7 }]),
        q: ["queue", { publishMs: 0, prefetch: 1, ...queue }],
        w: steadyServer(100),
      },
      links: [
        ["low", "q"],
        ["high", "q"],
        ["q", "w"],
      ],
      durationMs: 2000,
    });

  it("the highest is delivered first, however late it came", () => {
    // low at 2, 4, 6, 8 and high at 3, 5, 7: low, then three high ones, then the other low ones.
    const { q } = run(two({ maxPriority: 9 })).nodes;
    expect(q.latencyMs.mean).toBeCloseTo((100 + (202 - 3) + (302 - 5) + (402 - 7) + (502 - 4) + (602 - 6) + (702 - 8)) / 7, 9);
    expect(q.latencyMs.max).toBe(702 - 8);
    expect(run(two({ maxPriority: 0 })).nodes.q.latencyMs.max).toBe(702 - 8);
  });

  it("the length limit drops the head of the highest, and expired messages wait behind it", () => {
    const dropping = run(two({ maxPriority: 9, maxLength: 2 })).nodes.q;
    // Ready at 8: of high 3, low 4, high 5, low 6, high 7, low 8 only the last two low ones stay.
    expect(dropping.gauges.dropped).toBe(4);
    expect(dropping.latencyMs.max).toBe(302 - 8);
    const session = sessionOf(two({ maxPriority: 9, messageTtlMs: 150 }));
    // Of the high ones 3 goes at 102, 5 expires at 155 and 7 at 157; low 4 and 6, overdue since 154 and 156, wait for that.
    const ready = (ms: number) => at(session, ms).frame().nodes[2 * NODE_COLUMNS.length + NODE_COLUMNS.indexOf("queued")];
    expect([154.5, 155, 157, 158].map(ready)).toEqual([5, 4, 1, 0]);
  });

  it("a priority above the highest counts as the highest", () => {
    const order = (maxPriority: number) => run(two({ maxPriority })).nodes.q.latencyMs.max;
    expect(order(1)).toBe(702 - 8);
  });
});
