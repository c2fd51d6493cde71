import { describe, expect, it } from "vitest";
import { build, exponentialServer, poisson, run, sessionOf } from "../../testing/build";
import { spansOf } from "../../testing/spans";
import { runStatistics } from "./run-statistics";

const queue = (ratePerSecond: number, durationMs: number, seed = 1) =>
  build({
    nodes: { users: poisson(ratePerSecond), shop: exponentialServer(10) },
    links: [["users", "shop"]],
    seed,
    durationMs,
  });

/** Fewest and most of `n` that happen with probability 0.9999 when each has the chance `p`. */
function binomialRange(n: number, p: number): readonly [number, number] {
  let chance = (1 - p) ** n;
  let below = chance;
  let low = -1;
  let high = 0;
  for (let k = 0; k <= n; k++) {
    if (low === -1 && below > 0.00005) low = k;
    if (below > 0.99995) {
      high = k;
      break;
    }
    chance *= ((n - k) / (k + 1)) * (p / (1 - p));
    below += chance;
    high = n;
  }
  return [low, high];
}

describe("the interval of one long run", { timeout: 60_000 }, () => {
  it("covers the true mean of M/M/1 at 90 % about as often as it claims; a naive one hardly ever", () => {
    const seeds = 60;
    const requests = 200_000;
    const truth = 100;
    let covered = 0;
    let naive = 0;
    for (let seed = 1; seed <= seeds; seed++) {
      const { statistics } = run(queue(90, (1000 * requests) / 90, seed));
      expect(statistics.verdict).toBe("steady");
      const found = statistics.estimates.latencyMeanMs;
      if (found === null) continue;
      if (found.low <= truth && truth <= found.high) covered++;
      // The time in system is exponential: its deviation is its mean.
      if (Math.abs(found.mean - truth) <= (1.96 * found.mean) / Math.sqrt(statistics.requests)) naive++;
    }
    expect(covered).toBeGreaterThanOrEqual(binomialRange(seeds, 0.95)[0]);
    expect(naive).toBeLessThanOrEqual(binomialRange(seeds, 0.09)[1]);
  });

  it("covers mean, median and throughput of M/M/1 at 50 % in runs of ordinary length", () => {
    const seeds = 100;
    const hits = { latencyMeanMs: 0, latencyP50Ms: 0, throughputPerSecond: 0 };
    const truth = { latencyMeanMs: 20, latencyP50Ms: 20 * Math.LN2, throughputPerSecond: 50 };
    for (let seed = 1; seed <= seeds; seed++) {
      const { estimates } = run(queue(50, 200_000, seed)).statistics;
      for (const id of ["latencyMeanMs", "latencyP50Ms", "throughputPerSecond"] as const) {
        const found = estimates[id];
        if (found !== null && found.low <= truth[id] && truth[id] <= found.high) hits[id]++;
      }
    }
    for (const hit of Object.values(hits)) expect(hit).toBeGreaterThanOrEqual(binomialRange(seeds, 0.95)[0]);
  });
});

describe("the verdict on a run", () => {
  it("is steady, with 20 to 30 batches and intervals for everything, when it is", () => {
    const { verdict, words, batches, estimates, quantiles, warmUp } = run(queue(50, 100_000)).statistics;
    expect(verdict).toBe("steady");
    expect(words).toBe("Steady from its start.");
    expect(warmUp).toEqual({ endMs: 0, by: "MSER-5" });
    expect(batches?.count).toBeGreaterThanOrEqual(20);
    expect(batches?.count).toBeLessThanOrEqual(30);
    expect(estimates.latencyMeanMs).toMatchObject({ method: "batch means", samples: batches?.count });
    // No error was seen, which does not make them impossible.
    expect(estimates.errorRatio).toBeNull();
    expect(quantiles.latencyP50Ms.has).toBeGreaterThan(quantiles.latencyP50Ms.needed);
    expect(quantiles.latencyP999Ms).toMatchObject({ needed: 10_000 });
    expect(quantiles.latencyP999Ms.has).toBeLessThan(5000);
  });

  it.each([1, 2, 3, 4, 5])("is no steady state under overload, seed %i", (seed) => {
    const { verdict, words, estimates, observed } = run(queue(110, 60_000, seed)).statistics;
    expect(verdict).toBe("no steady state");
    expect(words).toContain("shop is busy all the time");
    expect(estimates.latencyMeanMs).toBeNull();
    expect(observed.latencyMeanMs).toBeGreaterThan(0);
  });

  it("is no steady state when a backlog grows though no node is at its limit", () => {
    const windows = Array.from({ length: 100 }, () => [9, 10, 11, 10]);
    const grown = spansOf(windows, (i) => ({ inFlight: 20 + 3 * i + (i % 7), queued: Float64Array.of(3 * i) }));
    const about = { changes: [], warmUpMs: undefined, nodeNames: ["Inbox"] };
    expect(runStatistics(grown, about)).toMatchObject({ verdict: "no steady state" });
    expect(runStatistics(grown, about).words).toContain("grows, most of all at Inbox");
    const level = spansOf(windows, (i) => ({ inFlight: 20 + (i % 7) }));
    expect(runStatistics(level, about)).toMatchObject({ verdict: "steady" });
  });

  it("is run too short when little is left, or when the run is all warm-up", () => {
    expect(run(queue(50, 900)).statistics.verdict).toBe("run too short");
    expect(run(queue(2, 60_000)).statistics).toMatchObject({ verdict: "run too short" });
    const late = spansOf(Array.from({ length: 100 }, (_, i) => [9, 10, 11, 10, 10].map((x) => (i < 60 ? 20 * x : x))));
    const about = { changes: [], warmUpMs: undefined, nodeNames: ["a"] };
    const found = runStatistics(late, about);
    expect(found.verdict).toBe("run too short");
    expect(found.warmUp.endMs).toBe(50_000);
    expect(found.estimates.latencyMeanMs).toBeNull();
  });

  it("heeds a warm-up that is set by hand", () => {
    const topology = queue(50, 100_000);
    const { warmUp, requests } = run({ ...topology, run: { ...topology.run, warmUpMs: 40_000 } }).statistics;
    expect(warmUp).toEqual({ endMs: 40_000, by: "hand" });
    expect(requests).toBeLessThan(3500);
    expect(run({ ...topology, run: { ...topology.run, warmUpMs: 99_000 } }).statistics.verdict).toBe("run too short");
    expect(run({ ...topology, run: { ...topology.run, warmUpMs: 200_000 } }).statistics.observed.latencyMeanMs).toBeNull();
  });

  it("is conditions change under a fault, under moving traffic and after an edit", () => {
    const crash = { id: "f", type: "crash", target: { type: "node", id: "shop" }, startMs: 5000, durationMs: 1000 };
    const faulty = build({
      nodes: { users: poisson(50), shop: exponentialServer(10) },
      links: [["users", "shop"]],
      faults: [crash],
    });
    const { verdict, words, estimates } = run(faulty).statistics;
    expect(verdict).toBe("conditions change");
    expect(words).toContain("a fault begins or ends");
    expect(words).toContain("The interval of a single run does not apply");
    expect(estimates.latencyMeanMs).toBeNull();

    const profile = { type: "spike", basePerSecond: 20, peakPerSecond: 60, startMs: 10_000, lastsMs: 5000 };
    const spike = build({
      nodes: { users: ["client", { traffic: { type: "open", arrivals: "poisson", profile } }], shop: exponentialServer(10) },
      links: [["users", "shop"]],
    });
    expect(run(spike).statistics.words).toContain("the traffic of users changes");

    const session = sessionOf(queue(50, 60_000));
    session.advance(1000, Number.POSITIVE_INFINITY);
    const moved = queue(50, 60_000);
    expect(session.retune({ ...moved, nodes: moved.nodes.map((node) => ({ ...node, position: { x: 9, y: 9 } })) })).toBe(true);
    expect(session.result().statistics.verdict).not.toBe("conditions change");
    expect(session.retune(queue(60, 60_000))).toBe(true);
    session.advance(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
    expect(session.result().statistics.words).toContain("edited while it ran");
  });

  it("takes a fault that acts from first to last for part of the steady state", () => {
    const faulty = build({
      nodes: { users: poisson(20), shop: exponentialServer(10) },
      links: [["users", "shop"]],
      faults: [{ id: "f", type: "slow", target: { type: "node", id: "shop" }, startMs: 0 }],
      durationMs: 100_000,
    });
    expect(run(faulty).statistics.verdict).not.toBe("conditions change");
  });
});
