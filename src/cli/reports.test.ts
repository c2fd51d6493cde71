import { describe, expect, it } from "vitest";
import { build, exponentialServer, poisson } from "../testing/build";
import { withDrill } from "../testing/drills";
import { faultyard, small } from "../testing/faultyard";
import { readXml } from "../testing/xml";
import { exportTopology } from "../topology/export";
import { reportSchema } from "./report-schema";

const shop = build({
  nodes: { users: poisson(100, [{ name: "checkout" }]), web: exponentialServer(10, 4, { replicas: 2 }) },
  links: [["users", "web"]],
});
const kill = {
  title: "Kill all",
  hypothesis: ["errors < 1%"],
  windows: { settleMs: 1000, beforeMs: 2000, afterMs: 5000 },
  method: { faults: [{ id: "kill", type: "crash", target: { type: "node", id: "web" }, startMs: 0, durationMs: 1000 }] },
};
const file = (drill: object) => ({ "shop.json": exportTopology(withDrill(shop, { ...kill, ...drill })) });

describe("faultyard run --drill --report --junit", () => {
  it("writes as many reports as asked for, of a drill that held", async () => {
    const { code, written, err } = await faultyard(
      "run shop.json --drill d --report r.html --report r.md --report r.json --junit r.xml",
      file({}),
    );
    expect(code).toBe(0);
    expect(Object.keys(written)).toEqual(["r.html", "r.md", "r.json", "r.xml"]);
    expect(readXml(written["r.html"]).all("h1")[0].text).toBe("Kill all");
    expect(written["r.md"]).toMatch(/^# Kill all\n/);
    expect(readXml(written["r.xml"]).name).toBe("testsuites");
    expect(reportSchema.parse(JSON.parse(written["r.json"])).run.drill.verdict).toBe("held");
    expect(err).toContain("r.html: written as Web page\n");
  });

  it.each([
    [["errors < 1% always"], 1, "deviated"],
    [["throughput > 900/s"], 2, "invalid"],
  ])("also where %s is not as it should be, and keeps the exit code", async (hypothesis, exit, verdict) => {
    const { code, written } = await faultyard("run shop.json --drill d --report r.json", file({ hypothesis }));
    expect(code).toBe(exit);
    expect(reportSchema.parse(JSON.parse(written["r.json"])).run.drill.verdict).toBe(verdict);
  });

  it("over seeds shows the first that did not hold, and repeats with what --set and --seed said", async () => {
    const { code, written } = await faultyard(
      "run shop.json --drill d --replications 3 --seed 5 --set nodes.web.config.slots=3 --report r.json --jobs 1",
      file({ hypothesis: ["errors < 1% always"] }),
    );
    expect(code).toBe(1);
    const report = reportSchema.parse(JSON.parse(written["r.json"]));
    expect(report.seeds?.runs.map(({ seed }) => seed)).toEqual([5, 6, 7]);
    expect(report.run).toMatchObject({ seed: 5, runHash: report.seeds?.runs[0].runHash });
    const again = await faultyard(report.reproduce.command.replace(/^faultyard /, "").concat(" --json"), {
      [report.reproduce.file]: JSON.stringify(report.topology),
    });
    expect(JSON.parse(again.out).runs).toEqual(report.seeds?.runs);
  });

  it("refuses before it runs what it cannot write", async () => {
    expect(await faultyard("run shop.json --drill d --report r.pdf", file({}))).toMatchObject({
      code: 2,
      out: "",
      err: expect.stringMatching(/ending says what is written.*\.html/),
    });
    expect(await faultyard("run shop.json --drill d --report nowhere/r.md", file({}))).toMatchObject({
      code: 2,
      err: expect.stringContaining("could not be written"),
    });
    expect(await faultyard("run small.json --junit r.xml", { "small.json": small })).toMatchObject({
      code: 2,
      out: "",
      err: expect.stringContaining("--junit tells of a drill"),
    });
  });

  it("prints the schema of the JSON report", async () => {
    expect(JSON.parse((await faultyard("schema --report")).out)).toHaveProperty("properties.reproduce");
  });
});
