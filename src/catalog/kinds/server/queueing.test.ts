import { describe, expect, it } from "vitest";
import { build, run, sessionOf } from "../../../testing/build";
import { at, burst, hopsOf, steadyServer } from "../../../testing/timeline";

type Config = Record<string, unknown>;
const document = (requests: number, server: Config, serviceMs = 10, faults: Config[] = []) =>
  build({ nodes: { c: burst(requests), s: steadyServer(serviceMs, server) }, links: [["c", "s"]], faults, durationMs: 2000 });

/** When each operation was answered; the first letter of an operation is its name, the digit its priority. */
function answers(operations: Record<string, number>, server: Config, serviceMs = 10): Record<string, number> {
  const clients = Object.entries(operations).map(([name, priority], i) => [name, burst(1, 1, i, [{ name, priority }])] as const);
  const topology = build({
    nodes: { ...Object.fromEntries(clients), s: steadyServer(serviceMs, server) },
    links: clients.map(([name]) => [name, "s"]),
    durationMs: 2000,
  });
  const replies = hopsOf(topology).filter(({ code }) => code !== "request");
  return Object.fromEntries(replies.map(({ link, departMs }) => [link.slice(0, -2), departMs]));
}

describe("the order of a queue", () => {
  it("by priority, first in first out among equals, and nobody at work is interrupted", () => {
    const discipline = "priority";
    expect(answers({ low1: 0, low2: 0, high1: 5, high2: 5, mid: 3, low3: 0 }, { discipline })).toEqual({
      low1: 11,
      high1: 21,
      high2: 31,
      mid: 41,
      low2: 51,
      low3: 61,
    });
  });

  it("adaptive LIFO takes the last while the queue is longer than its threshold, and the first else", () => {
    // a works 1-11. Then b c d e f wait: f, e, d are taken from above 2, then b, c in turn.
    const order = answers({ a: 0, b: 0, c: 0, d: 0, e: 0, f: 0 }, { discipline: "adaptive-lifo", lifoAbove: 2 });
    expect(order).toEqual({ a: 11, f: 21, e: 31, d: 41, b: 51, c: 61 });
  });

  it("can change in a run under way, and who waits already is put in order", () => {
    const clients = { low: burst(3, 1, 0, [{ name: "low" }]), high: burst(1, 1, 4, [{ name: "high", priority: 9 }]) };
    const ordered = (discipline: string) =>
      build({
        nodes: { ...clients, s: steadyServer(10, { discipline }) },
        links: [
          ["low", "s"],
          ["high", "s"],
        ],
        durationMs: 2000,
      });
    const session = at(sessionOf(ordered("fifo")), 8);
    expect(session.retune(ordered("priority"))).toBe(true);
    const { links } = at(session, 2000).result();
    expect(links["high-s"].latencyMs.max).toBe(21 - 5);
    const plain = run(ordered("fifo"));
    expect(plain.links["high-s"].latencyMs.max).toBe(41 - 5);
  });
});

describe("a longest wait", () => {
  it("ends in a rejection at exactly that time, and frees the place", () => {
    // At 1 to 4; work 1-11. The second and third wait 9 and 18; the limit is 8.
    const session = sessionOf(document(4, { queueTimeoutMs: 8, queueLimit: 3 }));
    expect(at(session, 9.99).result().requests.failed).toBe(0);
    expect(at(session, 10).result().requests.failuresByReason).toEqual({ rejected: 1 });
    const { requests, nodes } = at(session, 2000).result();
    // The third would wait until 11 for its turn, and its limit is 11 as well: its time is up before the slot is free.
    expect(requests).toMatchObject({ ok: 2, failuresByReason: { rejected: 2 } });
    expect(nodes.s.figures.waitedTooLong).toBe(2);
    expect(nodes.s.queueLengthMax).toBe(3);
    expect(nodes.s.failuresByReason).toEqual({ rejected: 2 });
  });

  it("of patience that is drawn, differs from request to request and averages what is set", () => {
    // One works to the end of the run; behind it a request comes each millisecond, for a second.
    const session = sessionOf(document(1001, { queueTimeoutMs: 40, queueTimeoutSpread: "exponential", queueLimit: 1000 }, 1e6));
    const waiting = at(session, 1001).result().requests.inFlight - 1;
    // The sum of e^(-k / 40), and four standard deviations of that many chances.
    expect(Math.abs(waiting - 40)).toBeLessThan(4 * Math.sqrt(40));
    expect(at(session, 1900).result().requests.failuresByReason).toEqual({ rejected: 1000 });
  });

  it("passes unnoticed while the process is paused, and is over when it goes on", () => {
    const pause = { id: "p", type: "pause", target: { type: "node", id: "s" }, startMs: 5, durationMs: 20 };
    const session = sessionOf(document(2, { queueTimeoutMs: 8 }, 10, [pause]));
    expect(at(session, 24.9).result().requests.failed).toBe(0);
    expect(at(session, 25).result().requests.failuresByReason).toEqual({ rejected: 1 });
    expect(at(session, 31).result().requests.ok).toBe(1);
  });

  it("does not count for who works, nor for a broker's deliveries", () => {
    expect(run(document(1, { queueTimeoutMs: 5 })).requests.ok).toBe(1);
    const { nodes } = run(
      build({
        nodes: { c: burst(3), q: ["queue", {}], s: steadyServer(10, { queueTimeoutMs: 5 }) },
        links: [
          ["c", "q"],
          ["q", "s"],
        ],
        durationMs: 2000,
      }),
    );
    expect(nodes.s).toMatchObject({ ok: 3, failed: 0 });
  });
});

describe("load shedding", () => {
  it("from a number of requests inside on, only the more important come in", () => {
    const shedding = [
      { inside: 1, priority: 1 },
      { inside: 2, priority: 3 },
    ];
    // a is at work; b (0) is below 1 and shed, c (1) waits; with two inside, d (2) is shed and e (3) waits.
    const order = answers({ a: 0, b: 0, c: 1, d: 2, e: 3 }, { shedding });
    expect(order).toEqual({ a: 11, b: 2, c: 21, d: 4, e: 31 });
    const { nodes, requests } = run(document(4, { shedding: [{ inside: 2, priority: 1 }] }));
    expect(nodes.s.figures).toMatchObject({ shed: 2, waitedTooLong: 0, codelRejected: 0 });
    expect(requests.failuresByReason).toEqual({ rejected: 2 });
  });
});

describe("CoDel, Facebook's variant", () => {
  it("gives an interval while the queue was empty lately, the target once it has stood for an interval", () => {
    // One a millisecond, 30 ms of work each; target 5, interval 100. The queue was empty at 2, and never again.
    const session = sessionOf(document(120, { codel: "facebook", queueLimit: 1000 }, 30));
    // The second came to an empty queue at 2 and starts at 31; the third waits since 3 and starts at 61; 91, 121.
    // Whoever came at 5 has waited for an interval at 105.
    expect(at(session, 105.9).result().nodes.s.figures.codelRejected).toBe(1);
    expect(at(session, 106).result().nodes.s.figures.codelRejected).toBe(2);
    // Since 103 the queue has stood for more than an interval: who comes at 103 is gone at 108, with who came at 8.
    expect(at(session, 107.9).result().nodes.s.figures.codelRejected).toBe(3);
    expect(at(session, 108).result().nodes.s.figures.codelRejected).toBe(5);
  });
});

describe("CoDel after RFC 8289", () => {
  it("waits out an interval, then rejects at intervals that shrink with the square root", () => {
    // Work of 10 ms, one request a millisecond for 500: the head always waits longer than the target.
    const rejected: number[] = [];
    const session = sessionOf(document(500, { codel: "rfc8289", queueLimit: 1000 }));
    for (let ms = 1; ms <= 600; ms++) {
      const { codelRejected } = at(session, ms).result().nodes.s.figures;
      while (rejected.length < (codelRejected as number)) rejected.push(ms);
    }
    // Turns come at 11 + 10 k. The first at 11 has waited 9: above, until 111. Dropping begins at 111, next after 100,
    // 100 / sqrt 2, 100 / sqrt 3...: at 211, 281.7, 339.4, 389.4, 434.2, 475.0, 512.8, 548.1, 581.5, each at the next turn.
    expect(rejected).toEqual([111, 211, 291, 341, 391, 441, 481, 521, 551, 591]);
  });

  it("leaves a queue alone that is short or whose waits are", () => {
    expect(run(document(500, { codel: "rfc8289", queueLimit: 1000 }, 1)).nodes.s.figures.codelRejected).toBe(0);
    const { nodes } = run(document(2, { codel: "rfc8289" }, 500));
    expect(nodes.s.figures.codelRejected).toBe(0);
  });
});
