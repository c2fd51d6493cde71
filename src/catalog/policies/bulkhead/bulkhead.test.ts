import { describe, expect, it } from "vitest";
import { build, run } from "../../../testing/build";
import { burst, constant, hopsOf, steadyServer } from "../../../testing/timeline";

type Config = Record<string, unknown>;

/** Requests at 1, 2, 3, ... ms, each of 10 ms at the callee, through a front of one replica or more. */
const walled = (bulkhead: Config, requests: number, more: Config = {}, serviceMs = 10, replicas = 1) =>
  build({
    nodes: {
      c: burst(requests),
      lb: ["load-balancer", { algorithm: "round-robin", healthCheck: { enabled: false } }],
      front: steadyServer(0, { replicas, slots: 100, blocking: false }),
      s: steadyServer(serviceMs, { slots: 100 }),
    },
    links: [
      ["c", "lb"],
      ["lb", "front"],
      ["front", "s", { latency: constant(0) }, { bulkhead, ...more }],
    ],
    durationMs: 1000,
  });
const sent = (topology: ReturnType<typeof build>) =>
  hopsOf(topology)
    .filter(({ link, code }) => link === "front-s" && code === "request")
    .map(({ departMs }) => departMs);

describe("bulkhead", () => {
  it("lets so many out at once, and rejects the others at once", () => {
    const topology = walled({ maxConcurrent: 2 }, 4);
    expect(sent(topology)).toEqual([1, 2]);
    const { links, requests } = run(topology);
    expect(links["front-s"].failuresByReason).toEqual({ rejected: 2 });
    expect(links["front-s"].policies.bulkhead).toEqual({ rejected: 2, waited: 0 });
    expect(requests.failuresByReason).toEqual({ rejected: 2 });
  });

  it("those who may wait get the places that come free, first come, first served; the others are rejected in time", () => {
    // Places come free at 11, 12, 21, 22; who came at 5 or 6 has waited 8 ms by 13 and 14.
    const topology = walled({ maxConcurrent: 2, maxWaitMs: 8.5 }, 6);
    expect(sent(topology)).toEqual([1, 2, 11, 12]);
    expect(run(topology).links["front-s"]).toMatchObject({ ok: 4, policies: { bulkhead: { rejected: 2, waited: 4 } } });
    // With a wait of exactly 8 ms the third, from 3 on, is served at 11, where its time ends too: answers come first.
    expect(sent(walled({ maxConcurrent: 1, maxWaitMs: 10 }, 2))).toEqual([1, 11]);
    expect(sent(walled({ maxConcurrent: 1, maxWaitMs: 8.9 }, 2))).toEqual([1]);
  });

  it("a place is free when the caller stops waiting, though the callee works on", () => {
    const topology = walled({ maxConcurrent: 1, maxWaitMs: 5 }, 3, { timeout: { perTryMs: 4 } }, 50);
    // Sent at 1, given up at 5; the second has waited since 2 and goes then, its limit having run since 2: it ends at 6.
    expect(sent(topology)).toEqual([1, 5, 6]);
    expect(run(topology).links["front-s"].failuresByReason).toEqual({ timeout: 3 });
  });

  it("a call whose time is up while it waits is never sent, and leaves its place in the row", () => {
    const topology = walled({ maxConcurrent: 1, maxWaitMs: 100 }, 3, { timeout: { perTryMs: 5 } }, 20);
    expect(sent(topology)).toEqual([1, 6, 7]);
    const held = walled({ maxConcurrent: 1, maxWaitMs: 100 }, 3, { timeout: { perTryMs: 5 } }, 4.5);
    // Done at 5.5; the second goes then and would be done at 10, but ends at 7; the third goes at 7 and ends at 8.
    expect(sent(held)).toEqual([1, 5.5, 7]);
    expect(run(held).links["front-s"]).toMatchObject({ ok: 1, failuresByReason: { timeout: 2 } });
  });

  it("each calling replica has its own", () => {
    expect(sent(walled({ maxConcurrent: 1 }, 4, {}, 10, 2))).toEqual([1, 2]);
  });
});
