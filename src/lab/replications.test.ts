import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { build, exponentialServer, poisson } from "../testing/build";
import { Replications, type Sample } from "./replications";
import { runReplication } from "./run-replication";
import { perMetric, perQuantile } from "./statistics/metrics";

const topology = build({
  nodes: { c: poisson(50), s: exponentialServer(10) },
  links: [["c", "s"]],
  seed: 4_294_967_290,
  durationMs: 2000,
});

/** A sample whose figures come from its seed alone. */
function sampleOf(seed: number, spread: number, verdict: Sample["verdict"] = "steady"): Sample {
  const value = 100 + spread * (((seed * 2_654_435_761) % 1000) / 1000 - 0.5);
  return {
    seed,
    runHash: "0".repeat(16),
    warmUpMs: 0,
    verdict,
    metrics: perMetric(() => value),
    requests: 100_000,
    independent: perQuantile(() => 100_000),
  };
}

/** Seeds handed out to `workers` at a time, answered in an order drawn from `picks`. */
function play(replications: Replications, workers: number, picks: readonly number[], spread: number) {
  const busy: number[] = [];
  for (let turn = 0; !replications.done(); turn++) {
    while (busy.length < workers) {
      const job = replications.next();
      if (job === null) break;
      busy.push(job.seed);
    }
    const [seed] = busy.splice(picks[turn % picks.length] % busy.length, 1);
    replications.take(sampleOf(seed, spread));
  }
  return replications.summary();
}

describe("a set of replications", () => {
  it("hands out the document's seed and those that follow, round the end of the range", () => {
    const replications = new Replications({ topology, atMost: 8 });
    const seeds = Array.from({ length: 9 }, () => replications.next()?.seed);
    expect(seeds).toEqual([4_294_967_290, 4_294_967_291, 4_294_967_292, 4_294_967_293, 4_294_967_294, 4_294_967_295, 0, 1, undefined]);
  });

  it("has one outcome, however many workers answer in whatever order", () => {
    const spread = fc.integer({ min: 1, max: 300 });
    const picks = fc.array(fc.nat(50), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(spread, picks, fc.integer({ min: 2, max: 16 }), (width, order, workers) => {
        const plan = { topology, atMost: 60, targetRatio: 0.05 };
        expect(play(new Replications(plan), workers, order, width)).toEqual(play(new Replications(plan), 1, [0], width));
      }),
      { seed: 3 },
    );
  });

  it("stops at the target, never before ten seeds, and says when the target was not reached", () => {
    const at = (spread: number) => play(new Replications({ topology, atMost: 40, targetRatio: 0.05 }), 1, [0], spread);
    expect(at(1)).toMatchObject({ stopped: "target reached" });
    expect(at(1).samples).toHaveLength(10);
    const later = at(50);
    expect(later.stopped).toBe("target reached");
    expect(later.samples.length).toBeGreaterThan(10);
    expect(later.reachedRatio).toBeLessThanOrEqual(0.05);
    expect(at(200)).toMatchObject({ stopped: "all seeds run" });
    expect(at(200).samples).toHaveLength(40);
    expect(at(200).reachedRatio).toBeGreaterThan(0.05);
  });

  it("when cancelled keeps what came without a gap", () => {
    const replications = new Replications({ topology: { ...topology, run: { ...topology.run, seed: 1 } }, atMost: 30 });
    for (let i = 0; i < 6; i++) replications.next();
    for (const seed of [1, 2, 3, 5, 6]) replications.take(sampleOf(seed, 1));
    replications.cancel();
    const { samples, stopped } = replications.summary();
    expect(samples.map(({ seed }) => seed)).toEqual([1, 2, 3]);
    expect(stopped).toBe("cancelled");
    expect(replications.next()).toBeNull();
  });

  it("hands a lost job to the next who asks", () => {
    const replications = new Replications({ topology, atMost: 2 });
    const first = replications.next()?.seed as number;
    replications.next();
    expect(replications.next()).toBeNull();
    replications.giveBack(first);
    expect(replications.next()?.seed).toBe(first);
  });

  it("gives no figures when its runs have no steady state", () => {
    const replications = new Replications({ topology: { ...topology, run: { ...topology.run, seed: 1 } }, atMost: 4 });
    for (let seed = 1; seed <= 4; seed++) replications.take(sampleOf(seed, 1, seed < 3 ? "steady" : "no steady state"));
    const { verdict, estimates } = replications.summary();
    expect(verdict).toBe("no steady state");
    expect(estimates.latencyMeanMs).toBeNull();
  });

  it("runs a document under another seed, the same every time", () => {
    const sample = runReplication(topology, 7);
    expect(sample).toEqual(runReplication(topology, 7));
    expect(sample.runHash).not.toBe(runReplication(topology, 8).runHash);
    expect(sample.seed).toBe(7);
  });
});
