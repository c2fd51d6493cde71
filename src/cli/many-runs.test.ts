import { describe, expect, it } from "vitest";
import { smallTopology } from "../testing/fake-session";
import { faultyard } from "../testing/faultyard";
import { exportTopology } from "../topology/export";
import { resultSchema } from "./result-schema";
import { comparisonSchema, replicationsSchema, sweepSchema } from "./sets-schema";

describe("faultyard run with many seeds", () => {
  it("prints samples and estimates that their schema describes", async () => {
    const { code, out } = await faultyard("run small.json --seed 5 --duration 20s --replications 4 --json");
    expect(code).toBe(0);
    const result = replicationsSchema.parse(JSON.parse(out));
    expect(result.samples.map(({ seed }) => seed)).toEqual([5, 6, 7, 8]);
    expect(result.estimates.latencyMeanMs).toMatchObject({ method: "replications", samples: 4, lag1: null });
    expect(result).toMatchObject({ stopped: "all seeds run", targetRatio: null, durationMs: 20_000 });
    const alone = resultSchema.parse(JSON.parse((await faultyard("run small.json --seed 6 --duration 20s --json")).out));
    expect(result.samples[1].runHash).toBe(alone.runHash);
    expect(result.samples[1].metrics).toEqual(alone.statistics.observed);
  });

  it("prints the same on one thread as on five", async () => {
    const on = async (jobs: number) => (await faultyard(`run small.json --until 20% --jobs ${jobs} --json`)).out;
    expect(await on(5)).toBe(await on(1));
  });

  it("prints a table for people, with a dash for what rests on too little", async () => {
    const { out } = await faultyard("run small.json --duration 5s --replications 3");
    expect(out).toMatch(/^Small, 3 replications, seeds 1 to 3, 5 s simulated each\n/);
    expect(out).toMatch(/\nmean latency \[ms\] +[\d.]+ +[\d.]+ to [\d.]+ +±[\d.]+ %\n/);
    expect(out).toMatch(/\np99\.9 \[ms\] +— {2}\(needs 10000, has \d+\)\n/);
  });

  it("stops by itself at the target", async () => {
    const { out } = await faultyard("run small.json --duration 20s --until 50% --json");
    const result = replicationsSchema.parse(JSON.parse(out));
    expect(result.stopped).toBe("target reached");
    expect(result.samples).toHaveLength(10);
    expect(result.reachedRatio).toBeLessThanOrEqual(0.5);
    expect((await faultyard("run small.json --duration 1s --until 0.1% --replications 12")).out).toContain(
      "The ±0.1 % asked for was not reached in 12 replications",
    );
  });

  it("tells its progress in lines, or on one line to someone who watches", async () => {
    const lines = (await faultyard("run small.json --duration 1s --replications 30")).err;
    expect(lines.trimEnd().split("\n")).toHaveLength(10);
    expect(lines).toContain("30 of 30 runs\n");
    const { err } = await faultyard("run small.json --duration 1s --replications 30", undefined, true);
    expect(err).not.toContain("\n");
    expect(err).toContain("30 of 30 runs");
    expect(err.endsWith("\r")).toBe(true);
  });

  it("on Ctrl-C prints what is known and ends with 130", async () => {
    let runs = 0;
    let stop = () => {};
    const { code, out } = await faultyard("run small.json --duration 1s --replications 500 --json --jobs 1", undefined, false, {
      listen: (listener) => {
        stop = listener;
      },
      ran: () => {
        if (++runs === 5) stop();
      },
    });
    expect(code).toBe(130);
    const result = replicationsSchema.parse(JSON.parse(out));
    expect(result.stopped).toBe("cancelled");
    expect(result.samples).toHaveLength(4);
  });

  it("gives a banner and no figures under overload", async () => {
    const slow = exportTopology(
      smallTopology({
        nodes: [
          { id: "users", kind: "client", name: "Users", position: { x: 0, y: 0 } },
          {
            id: "shop",
            kind: "server",
            name: "Shop",
            position: { x: 0, y: 0 },
            config: {
              replicas: 1,
              slots: 1,
              queueLimit: 100_000,
              serviceTime: { type: "exponential", meanMs: 20 },
            },
          },
        ],
      }),
    );
    const many = await faultyard("run slow.json --replications 3", { "slow.json": slow });
    expect(many.out).toContain("NO STEADY STATE");
    expect(many.out).not.toContain("mean latency [ms]");
    const one = await faultyard("run slow.json", { "slow.json": slow });
    expect(one.out).toContain("NO STEADY STATE. Shop is busy all the time");
    expect(one.out).not.toContain("mean latency [ms]");
  });
});

describe("faultyard run --sweep", () => {
  it("runs each value with the same seeds", async () => {
    const { code, out } = await faultyard("run small.json --sweep nodes.shop.config.slots=4,8 --replications 2 --duration 2s --json");
    expect(code).toBe(0);
    const { field, points } = sweepSchema.parse(JSON.parse(out));
    expect(field).toBe("nodes.shop.config.slots");
    expect(points.map(({ value }) => value)).toEqual([4, 8]);
    expect(points.map(({ result }) => result.samples.map(({ seed }) => seed))).toEqual([
      [1, 2],
      [1, 2],
    ]);
    expect((await faultyard("run small.json --sweep run.durationMs=1000,2000 --replications 2")).out).toMatch(/\n2000 +2 /);
  });
});

describe("faultyard compare", () => {
  it("pairs the seeds, and finds no difference between a file and itself", async () => {
    const { code, out } = await faultyard("compare small.json small.json --replications 3 --duration 5s --json");
    expect(code).toBe(0);
    const { a, b, differences } = comparisonSchema.parse(JSON.parse(out));
    expect(a).toEqual(b);
    expect(differences.latencyMeanMs).toMatchObject({
      estimate: { mean: 0 },
      verdict: "no detectable difference",
    });
    const words = (await faultyard("compare small.json small.json --replications 3 --duration 5s")).out;
    expect(words).toContain("3 pairs of runs from seed 1 on, 5 s simulated each; both see the same arrivals.");
    expect(words).toMatch(/\nmean latency \[ms\].* no detectable difference\n/);
  });
});
