import { describe, expect, it } from "vitest";
import { build, exponentialServer, poisson, sessionOf } from "../testing/build";
import type { Topology } from "../topology/schema";

const LINK = "c-s";
const REQUEST = 0;
const REPLY = 1;

interface Draws {
  /** Instants at which requests leave the client [ms]. */
  readonly arrivals: readonly number[];
  /** Service times of the one-slot FIFO server, read back from when answers leave it [ms]. */
  readonly services: readonly number[];
  readonly runHash: string;
}

/** Every request's hops over the link between client and server, which takes no time. */
function drawsOf(topology: Topology, id = LINK): Draws {
  const session = sessionOf(topology);
  session.sampleHops(1);
  const link = session.layout.linkIds.indexOf(id);
  const arrivals: number[] = [];
  const departures: number[] = [];
  while (!session.finished()) {
    session.advance(Number.POSITIVE_INFINITY, 500);
    const { hops } = session.frame();
    for (let at = 0; at < hops.length; at += 4) {
      if (hops[at] !== link) continue;
      if (hops[at + 3] === REQUEST) arrivals.push(hops[at + 1]);
      else if (hops[at + 3] === REPLY) departures.push(hops[at + 1]);
    }
  }
  const services = departures.map((endMs, i) => endMs - Math.max(arrivals[i], i === 0 ? 0 : departures[i - 1]));
  return { arrivals, services, runHash: session.result().runHash };
}

type Parts = Parameters<typeof build>[0];
const parts: Parts = {
  nodes: { c: poisson(70), s: exponentialServer(10) },
  links: [["c", "s"]],
  durationMs: 10_000,
};
const base = drawsOf(build(parts));

/** Service times come from differences of instants of up to 10^4 ms, which carry 16 digits. */
const SAME_MS = 1e-8;
function expectSameServices(services: readonly number[], factor = 1): void {
  const count = Math.min(services.length, base.services.length);
  expect(count).toBeGreaterThan(300);
  for (let i = 0; i < count; i++) expect(Math.abs(services[i] - factor * base.services[i])).toBeLessThan(SAME_MS);
}

describe("every element draws from streams of its own", () => {
  it("has draws that the trace shows: as many as there were requests, and different ones for another seed", () => {
    expect(base.arrivals.length).toBeGreaterThan(600);
    expect(base.arrivals.length - base.services.length).toBeLessThan(50);
    const other = drawsOf(build({ ...parts, seed: 2 }));
    expect(other.arrivals[0]).not.toBe(base.arrivals[0]);
    expect(Math.abs(other.services[0] - base.services[0])).toBeGreaterThan(SAME_MS);
  });

  it.each<[string, Parts]>([
    ["a node that nobody calls", { ...parts, nodes: { spare: exponentialServer(5), ...parts.nodes } }],
    [
      "another client with a server of its own",
      {
        ...parts,
        nodes: { c2: poisson(300), s2: exponentialServer(2), ...parts.nodes },
        links: [["c2", "s2"], ...parts.links],
      },
    ],
    [
      "a link with loss and jittery latency elsewhere",
      {
        ...parts,
        nodes: { ...parts.nodes, c2: poisson(50), s2: exponentialServer(2) },
        links: [["c2", "s2", { latency: { type: "exponential", meanMs: 3 }, lossRatio: 0.1 }], ...parts.links],
      },
    ],
    [
      "policies on the link, which nothing triggers",
      {
        ...parts,
        links: [["c", "s", {}, { timeout: { perTryMs: 1e6 }, retry: { maxAttempts: 4 }, circuitBreaker: {} }]],
      },
    ],
    [
      "a fault elsewhere",
      {
        ...parts,
        nodes: { ...parts.nodes, spare: exponentialServer(5) },
        faults: [{ id: "f", type: "errors", target: { type: "node", id: "spare" }, startMs: 100 }],
      },
    ],
  ])("%s leaves the other draws alone", (_name, changed) => {
    const { arrivals, services } = drawsOf(build(changed));
    expect(arrivals).toEqual(base.arrivals);
    expectSameServices(services);
  });

  it("two elements alike have different draws", () => {
    const twins = build({
      ...parts,
      nodes: { ...parts.nodes, c2: poisson(70), s2: exponentialServer(10) },
      links: [...parts.links, ["c2", "s2"]],
    });
    const [one, other] = [LINK, "c2-s2"].map((link) => drawsOf(twins, link));
    expect(one.arrivals).toEqual(base.arrivals);
    expect(new Set([...one.arrivals, ...other.arrivals]).size).toBe(one.arrivals.length + other.arrivals.length);
    const alike = one.services.filter((service, i) => Math.abs(service - other.services[i]) < SAME_MS);
    expect(alike).toHaveLength(0);
  });

  it("watching leaves every draw alone", () => {
    const unwatched = sessionOf(build(parts));
    unwatched.advance(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
    expect(unwatched.result().runHash).toBe(base.runHash);
  });
});

describe("two variants of a design", () => {
  it.each<[string, Parts]>([
    ["twice as slow", { ...parts, nodes: { ...parts.nodes, s: exponentialServer(20) } }],
    ["more slots", { ...parts, nodes: { ...parts.nodes, s: exponentialServer(10, 8) } }],
    ["another distribution", { ...parts, nodes: { ...parts.nodes, s: ["server", { replicas: 3 }] } }],
    ["a backend behind the server", { ...parts, nodes: { ...parts.nodes, db: ["database"] }, links: [...parts.links, ["s", "db"]] }],
    ["retries after a timeout", { ...parts, links: [["c", "s", {}, { timeout: { perTryMs: 20 }, retry: {} }]] }],
    [
      "a crash under way",
      { ...parts, faults: [{ id: "f", type: "crash", target: { type: "node", id: "s" }, startMs: 500, durationMs: 900 }] },
    ],
  ])("see the same arrivals: %s", (_name, variant) => {
    const { arrivals } = drawsOf(build(variant));
    const retried = variant.links[0][3] !== undefined;
    if (retried) for (const instant of base.arrivals) expect(arrivals).toContain(instant);
    else expect(arrivals).toEqual(base.arrivals);
  });

  it("see the same luck in service: a server twice as slow takes exactly twice as long for each request", () => {
    const slow = drawsOf(build({ ...parts, nodes: { ...parts.nodes, s: exponentialServer(20) } }));
    expectSameServices(slow.services, 2);
  });
});
