import { describe, expect, it } from "vitest";
import { faultyard, long, small } from "../testing/faultyard";
import { readXml } from "../testing/xml";
import { resultSchema } from "./result-schema";

describe("faultyard run", () => {
  it("prints a result that its own schema describes", async () => {
    const { code, out, err } = await faultyard("run small.json --seed 7 --duration 2s --json");
    expect(code).toBe(0);
    expect(err).toBe("");
    const result = resultSchema.parse(JSON.parse(out));
    expect(result.seed).toBe(7);
    expect(result.durationMs).toBe(2000);
    expect(result.requests.issued).toBe(result.requests.ok + result.requests.failed + result.requests.inFlight);
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
    const { code, out, written } = await faultyard("run small.json --duration 500ms --json --out result.json");
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

describe("faultyard run --traffic", () => {
  const files = { "small.json": small, "day.csv": "time_ms,need_ms\n0,5\n10,5\n250,5\n" };

  it("replays a recording in place of a client's traffic, by its id or name", async () => {
    for (const client of ["users", "Users"]) {
      const { code, out } = await faultyard(`run small.json --traffic ${client}=day.csv --duration 1s --json`, files);
      expect(code).toBe(0);
      expect(resultSchema.parse(JSON.parse(out)).requests).toMatchObject({ issued: 3, ok: 3 });
    }
  });

  it("warns of needs that nobody takes, and of requests after the end", async () => {
    const { err } = await faultyard("run small.json --traffic users=day.csv --duration 200ms", files);
    expect(err).toMatch(/no server takes its service time from the recording/);
    expect(err).toMatch(/lasts 0\.25 s, and the run 0\.2 s/);
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
    ["run small.json --sweep nodes.shop=1", /No field of it is named/],
    ["run small.json --sweep nodes.shop.config=1", /That is a group of fields\. Name one of them: .*slots/],
    ["run small.json --sweep nodes.shop.cfg.slots=1", /no "cfg" to go into\. .*config/],
    ["run small.json --sweep nodes.shop.config.slotz=1", /nodes\[1\]\.config\.slotz: "slotz" is not a field/],
    ["run small.json --sweep nodes.shop.config.slots=2,many", /slots="many": .*nodes\[1\]\.config\.slots/],
    ["run small.json --sweep nodes.shop.config.__proto__=1", /__proto__/],
    ["schema --result --sweep", /One schema at a time/],
    ["run small.json --out nowhere/result.json", /could not be written/],
    ["run small.json --traffic day.csv", /--traffic "day\.csv" names no client\. Write CLIENT=FILE/],
    ["run small.json --traffic users=gone.csv", /There is no file "gone\.csv"/],
    ["run small.json --traffic user=gone.csv", /no node "user"\. Did you mean "users"\?/],
    ["run small.json --traffic shop=gone.csv", /Shop sends no traffic of its own/],
    [
      "run small.json --traffic users=day.csv",
      /day\.csv: Line 2 came at 3 ms, before the request above it \(7 ms\)\. Sort the lines/,
      { "small.json": small, "day.csv": "7\n3" },
    ],
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

describe("faultyard render", () => {
  it("draws a file, into a file or to standard output", async () => {
    const { code, out, written } = await faultyard("render small.json -o small.svg");
    expect(code).toBe(0);
    expect(out).toBe("");
    expect(readXml(written["small.svg"] ?? "").words()).toContain("Shop");
    expect((await faultyard("render small.json")).out).toBe(written["small.svg"]);
    expect((await faultyard("render small.json --theme dark")).out).not.toBe(written["small.svg"]);
  });

  it("says what it cannot draw", async () => {
    expect(await faultyard("render small.json -o small.png")).toMatchObject({ code: 2, err: expect.stringContaining("Pictures are SVG") });
    expect(await faultyard("render small.json --theme sepia")).toMatchObject({ code: 2, err: expect.stringContaining('no theme "sepia"') });
  });
});

it("the help says every command, with no leftover of a merge", async () => {
  const { out } = await faultyard("--help");
  for (const command of ["run", "compare", "check", "render", "schema"]) expect(out).toContain(`\n  faultyard ${command} `);
  expect(out).not.toMatch(/^[<=>]{7}/m);
});
