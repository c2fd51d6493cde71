import { describe, expect, it } from "vitest";
import { runTogether } from "../lab/run-replication";
import { smallTopology } from "../testing/fake-session";
import { exportTopology } from "../topology/export";
import { main } from "./command-line";
import { resultSchema } from "./result-schema";
import { comparisonSchema, replicationsSchema, sweepSchema } from "./sets-schema";

const small = exportTopology(smallTopology());
const long = exportTopology(smallTopology({ run: { seed: 1, durationMs: 20_000 } }));

/** Runs the command line in this process on files that exist only here. */
async function faultyard(
  argv: string,
  files: Readonly<Record<string, string>> = { "small.json": small },
  watched = false,
  interrupt: { listen(listener: () => void): void; ran(): void } = { listen: () => {}, ran: () => {} },
) {
  const written: Record<string, string> = {};
  let out = "";
  let err = "";
  const code = await main(argv.split(" ").filter(Boolean), {
    read: async (path) => {
      const text = files[path];
      if (text === undefined) throw Object.assign(new Error(), { code: "ENOENT" });
      return text;
    },
    write: async (path, text) => {
      if (path.startsWith("nowhere/")) throw Object.assign(new Error(), { code: "ENOENT" });
      written[path] = text;
    },
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    watched,
    cores: 2,
    startThread: (topologies) => ({
      run: async (variants, seed) => {
        interrupt.ran();
        return runTogether(variants.map((variant) => topologies[variant]), seed);
      },
      stop: () => {},
    }),
    onInterrupt: (listener) => {
      interrupt.listen(listener);
      return () => {};
    },
  });
  return { code, out, err, written };
}

describe("faultyard run", () => {
  it("prints a result that its own schema describes", async () => {
    const { code, out, err } = await faultyard("run small.json --seed 7 --duration 2s --json");
    expect(code).toBe(0);
    expect(err).toBe("");
    const result = resultSchema.parse(JSON.parse(out));
    expect(result.seed).toBe(7);
    expect(result.durationMs).toBe(2000);
    expect(result.requests.issued).toBe(
      result.requests.ok + result.requests.failed + result.requests.inFlight,
    );
    expect(Object.keys(result.nodes)).toEqual(["users", "shop"]);
  });

  it("gives the same hash for the same file and seed, another for another seed", async () => {
    const hash = async (seed: number) =>
      resultSchema.parse(JSON.parse((await faultyard(`run small.json --seed ${seed} --json`)).out)).runHash;
    expect(await hash(1)).toBe(await hash(1));
    expect(await hash(1)).not.toBe(await hash(2));
  });

  it("prints a table for people", async () => {
    const { code, out } = await faultyard("run small.json --duration 500ms");
    expect(code).toBe(0);
    expect(out).toMatch(/^Small, seed 1, 0\.5 s simulated/);
    expect(out).toMatch(/run hash [0-9a-f]{16}\n/);
    expect(out).toMatch(/\nshop +\d/);
  });

  it("writes the result into a file on request", async () => {
    const { code, out, written } = await faultyard(
      "run small.json --duration 500ms --json --out result.json",
    );
    expect(code).toBe(0);
    expect(out).toBe("");
    expect(resultSchema.safeParse(JSON.parse(written["result.json"] ?? "")).success).toBe(true);
  });

  it("shows progress only to someone who watches, and clears it away", async () => {
    expect((await faultyard("run small.json")).err).toBe("");
    const { err } = await faultyard("run small.json", undefined, true);
    expect(err).toContain("100 %");
    expect(err.endsWith("\r")).toBe(true);
  });
});

describe("faultyard check", () => {
  it("says that a file is sound", async () => {
    const { code, out } = await faultyard("check small.json");
    expect(code).toBe(0);
    expect(out).toBe('small.json: "Small" is sound. 2 nodes, 1 link, 0 faults.\n');
  });

  it("names every problem with its path and remedy", async () => {
    const broken = {
      ...JSON.parse(small),
      links: [
        { id: "l", from: "users", to: "gone" },
        { id: "m", from: "away", to: "shop" },
      ],
    };
    const { code, out, err } = await faultyard("check broken.json", {
      "broken.json": JSON.stringify(broken),
    });
    expect(code).toBe(2);
    expect(out).toBe("");
    expect(err).toContain("links[0]");
    expect(err).toContain("links[1]");
    expect(err).toContain('"gone"');
  });
});

describe("faultyard schema", () => {
  it("prints the schema of the file and of the result", async () => {
    expect(JSON.parse((await faultyard("schema")).out)).toHaveProperty("properties.nodes");
    expect(JSON.parse((await faultyard("schema --result")).out)).toHaveProperty("properties.runHash");
    expect(JSON.parse((await faultyard("schema --comparison")).out)).toHaveProperty("properties.differences");
  });
});

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
            config: { replicas: 1, slots: 1, queueLimit: 100_000, serviceTime: { type: "exponential", meanMs: 20 } },
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
    expect(points.map(({ result }) => result.samples.map(({ seed }) => seed))).toEqual([[1, 2], [1, 2]]);
    expect((await faultyard("run small.json --sweep run.durationMs=1000,2000 --replications 2")).out).toMatch(/\n2000 +2 /);
  });
});

describe("faultyard compare", () => {
  it("pairs the seeds, and finds no difference between a file and itself", async () => {
    const { code, out } = await faultyard("compare small.json small.json --replications 3 --duration 5s --json");
    expect(code).toBe(0);
    const { a, b, differences } = comparisonSchema.parse(JSON.parse(out));
    expect(a).toEqual(b);
    expect(differences.latencyMeanMs).toMatchObject({ estimate: { mean: 0 }, verdict: "no detectable difference" });
    const words = (await faultyard("compare small.json small.json --replications 3 --duration 5s")).out;
    expect(words).toContain("3 pairs of runs from seed 1 on, 5 s simulated each; both see the same arrivals.");
    expect(words).toMatch(/\nmean latency \[ms\].* no detectable difference\n/);
  });
});

describe("bad input ends with 2 and a sentence that helps", () => {
  const cases: readonly [argv: string, message: RegExp, files?: Record<string, string>][] = [
    ["", /no command was given/],
    ["rnu small.json", /Did you mean "run"\?/],
    ["toString", /no command "toString"/],
    ["run", /No file was given/],
    ["run a.json b.json", /One file at a time/],
    ["run gone.json", /There is no file "gone\.json"\. Check the path/],
    ["run small.json --sed 1", /no flag --sed\. Did you mean --seed\?/],
    ["run small.json --seed", /--seed/],
    ["run small.json --seed -1", /--seed/],
    ["run small.json --seed=1.5", /--seed "1\.5" is not a seed\. Use a whole number/],
    ["run small.json --seed 4294967296", /4294967295/],
    ["run small.json --duration 60", /Write a number with its unit/],
    ["run small.json --duration 1ms", /out of range/],
    ["run small.json --replications 1", /from 2 to 10000/],
    ["run small.json --replications many", /--replications "many"/],
    ["run small.json --until 5", /Write how far .*--until 5%/],
    ["run small.json --until 0%", /from 0\.1% to 100%/],
    ["run small.json --until 5% --replications 9", /from 10 to 10000/],
    ["run small.json --jobs 2", /Add --replications/],
    ["run small.json --replications 3 --jobs 0", /--jobs "0" .* from 1 to 256/],
    ["compare small.json", /Name the two files/],
    ["compare small.json gone.json", /There is no file "gone\.json"/],
    ["compare small.json small.json --until 5%", /no flag --until/],
    ["compare small.json long.json", /long\.json: run\.durationMs is 20000.*--duration 60s/, { "small.json": small, "long.json": long }],
    ["run small.json --sweep nodes.shop.config.slots", /names no field with its values/],
    ["run small.json --sweep nodes.shop.config.slots=1,,2", /names no field with its values/],
    ["run small.json --sweep shop.slots=1", /begins with nodes, links/],
    ["run small.json --sweep nodes.shp.config.slots=1", /no "shp" among the nodes\. Did you mean "shop"\?/],
    ["run small.json --sweep nodes.shop=1", /no field of it is named/],
    ["run small.json --sweep nodes.shop.config=1", /a group of fields\. Name one of them: .*slots/],
    ["run small.json --sweep nodes.shop.cfg.slots=1", /no "cfg" to go into\. .*config/],
    ["run small.json --sweep nodes.shop.config.slotz=1", /nodes\[1\]\.config\.slotz: "slotz" is not a field/],
    ["run small.json --sweep nodes.shop.config.slots=2,many", /slots="many": .*nodes\[1\]\.config\.slots/],
    ["run small.json --sweep nodes.shop.config.__proto__=1", /__proto__/],
    ["schema --result --sweep", /One schema at a time/],
    ["run small.json --out nowhere/result.json", /could not be written/],
    ["run text.json", /text\.json/, { "text.json": "not json" }],
    ["run other.json", /other\.json/, { "other.json": '{"format":"something-else"}' }],
    ["check huge.json", /huge\.json/, { "huge.json": " ".repeat(6_000_000) }],
  ];
  for (const [argv, message, files] of cases) {
    it(argv === "" ? "(nothing)" : argv, async () => {
      const { code, out, err } = await faultyard(argv, files);
      expect(code).toBe(2);
      expect(out).toBe("");
      expect(err).toMatch(message);
      expect(err).not.toMatch(/\n\s+at /);
    });
  }
});

describe("faultyard", () => {
  it("explains itself", async () => {
    expect((await faultyard("--help")).out).toContain("faultyard run FILE");
    expect((await faultyard("run --help")).out).toContain("--duration");
    expect((await faultyard("--version")).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
