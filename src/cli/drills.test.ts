import { describe, expect, it } from "vitest";
import { build, exponentialServer, poisson } from "../testing/build";
import { withDrill } from "../testing/drills";
import { faultyard } from "../testing/faultyard";
import { exportTopology } from "../topology/export";
import { faultSchema } from "../topology/schema";
import { drillSeedsSchema, everythingSchema } from "./drill-schema";
import { resultSchema } from "./result-schema";

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

describe("faultyard run --drill", () => {
  it("ends with 0 where the hypothesis held, and tells what happened", async () => {
    const { code, out, err } = await faultyard("run shop.json --drill d", file({}));
    expect(code).toBe(0);
    expect(out).toMatch(/Kill all, seed 1/);
    expect(out).toMatch(/HELD\. Its objective holds\./);
    expect(out).toMatch(/requests lost +\d+ \(\d+ refused/);
    expect(out).toMatch(/run hash [0-9a-f]{16}/);
    // A build's log has a line per phase.
    expect(err.trim().split("\n").length).toBeGreaterThanOrEqual(4);
    expect(err).not.toContain("\r");
  });

  it("ends with 1 where it deviated, with 2 where the drill is invalid", async () => {
    const deviated = await faultyard("run shop.json --drill d", file({ hypothesis: ["errors < 1% always"] }));
    expect(deviated.code).toBe(1);
    expect(deviated.out).toMatch(/DEVIATED\. errors < 1% throughout: /);
    const invalid = await faultyard("run shop.json --drill d", file({ hypothesis: ["throughput > 900/s"] }));
    expect(invalid.code).toBe(2);
    expect(invalid.out).toMatch(/INVALID\. The hypothesis does not hold before the method/i);
    expect(invalid.err).not.toContain("of its own");
    const broken = withDrill({ ...shop, faults: faultSchema.array().parse([{ ...kill.method.faults[0], id: "own" }]) }, kill);
    const own = await faultyard("run shop.json --drill d --set faults.own.durationMs=3000", { "shop.json": exportTopology(broken) });
    expect(own.code).toBe(2);
    expect(own.err).toContain("The file schedules a fault of its own");
  });

  it("prints the result as JSON, the drill in it; draws one line on a terminal", async () => {
    const { out, err } = await faultyard("run shop.json --drill d --json", file({}), true);
    expect(resultSchema.parse(JSON.parse(out)).drill).toMatchObject({ format: "faultyard-drill", verdict: "held" });
    expect(err).toContain("method");
    expect(err.endsWith("\r")).toBe(true);
    expect(err).not.toContain("\n");
  });

  it("with many seeds says in how many it holds, and between what its figures lie", async () => {
    const { code, out } = await faultyard(
      "run shop.json --drill d --replications 5",
      file({ hypothesis: ["errors < 1%", "p99(checkout) < 300ms"] }),
    );
    expect(code).toBe(0);
    expect(out).toMatch(/HELD\. Holds in 5 of 5 seeds \(95 % interval 56\.6 % to 100\.0 %\)/);
    expect(out).toMatch(/p99\(checkout\) < 300ms +before +5 of 5 +[\d.]+ ms to [\d.]+ ms/);
    const json = await faultyard("run shop.json --drill d --replications 3 --json", file({}));
    expect(drillSeedsSchema.parse(JSON.parse(json.out)).runs.map(({ seed }) => seed)).toEqual([1, 2, 3]);
    const deviated = await faultyard("run shop.json --drill d --replications 3", file({ hypothesis: ["errors < 1% always"] }));
    expect(deviated.code).toBe(1);
    expect(deviated.out).toMatch(/DEVIATED\. Holds in 0 of 3 seeds.*3 deviate/);
    expect(deviated.out).toMatch(/seed 2 deviated, run hash [0-9a-f]{16}/);
  });

  it("finds a drill by its title, and varies it with --set", async () => {
    const files = file({ title: "Kill" });
    expect((await faultyard("run shop.json --drill KILL", files)).code).toBe(0);
    const set =
      "--set drills.d.method.faults.0.durationMs=4000 --set drills.d.rollback.atEnd=nothing --set drills.d.hypothesis.0=errors<1%always";
    expect((await faultyard(`run shop.json --drill d ${set}`, files)).code).toBe(1);
    const { out } = await faultyard("run shop.json --json --duration 2s --set nodes.web.config.replicas=1", files);
    expect(JSON.parse(out).durationMs).toBe(2000);
  });

  it.each([
    ["run shop.json --drill e", /no drill "e"\. Did you mean "d"\?/],
    ["run none.json --drill quake", /The file has no drills at all; ready for any file are: kill-one-replica, /],
    ["run none.json --drill kill-one-replca", /Did you mean "kill-one-replica"\?/],
    ["run none.json --drill lose-a-zone", /"lose-a-zone" finds nothing to aim at/],
    ["run shop.json --drill d --duration 5s", /leave out --duration/],
    ["run shop.json --drill d --until 5%", /--replications 30/],
    ["run shop.json --drill d --sweep nodes.web.config.slots=1", /with --set/],
    ["run bad.json --drill d", /bad\.json: drills\[0\]\.hypothesis\[0\].*at character 1: "eror" is no measure\. Did you mean "errors"\?/],
    ["check bad.json", /Did you mean "errors"\?/],
    ["run shop.json --set web", /--set "web" names no field with its value/],
    ["run shop.json --set nodes.wbe.config.slots=1", /--set nodes\.wbe\.config\.slots: There is no "wbe".*"web"/],
    ["run shop.json --set nodes.web.config.slots=many", /--set nodes\.web\.config\.slots="many": .*slots/],
  ])("%s", async (argv, message) => {
    const files = { ...file({}), "none.json": exportTopology(shop), "bad.json": file({ hypothesis: ["eror < 1%"] })["shop.json"] };
    const { code, out, err } = await faultyard(argv, files);
    expect(code).toBe(2);
    expect(out).toBe("");
    expect(err).toMatch(message);
  });

  it("runs a ready drill of a file that has none", async () => {
    const { code, out } = await faultyard("run none.json --drill kill-one-replica --json", { "none.json": exportTopology(shop) });
    const { drill } = resultSchema.parse(JSON.parse(out));
    expect(drill?.drill.description).toMatch(/One of the 2 replicas of web dies/);
    // Nobody checks on the dead one: half of the requests go there.
    expect(code).toBe(1);
    expect(drill?.objectives.find(({ text }) => text.includes("during"))?.probes[0].value).toBeCloseTo(0.5, 1);
  });

  it("takes away each thing in turn, and says what is a single point of failure", async () => {
    const { code, out, err } = await faultyard("drill-everything none.json", { "none.json": exportTopology(shop) });
    expect(code).toBe(0);
    expect(out).toMatch(/Single points of failure: users to web\./);
    expect(out).toMatch(/web, 1 of 2 +hurt +(49|50|51)\.\d %/);
    expect(err).toContain("8 of 8 runs");
    const json = await faultyard("drill-everything none.json --replications 2 --json", { "none.json": exportTopology(shop) });
    expect(everythingSchema.parse(JSON.parse(json.out)).singlePoints).toEqual({ nodes: [], links: ["users-web"] });
    const empty = exportTopology(build({ nodes: { users: poisson(1) }, links: [] }));
    expect((await faultyard("drill-everything none.json", { "none.json": empty })).err).toMatch(/nothing to take away/);
  });

  it("tells what is wrong with a drill once, and does not choose between two of one name", async () => {
    const typo = await faultyard("run shop.json --drill d", file({ hypothesis: ["eror < 1%"] }));
    expect(typo.code).toBe(2);
    expect(typo.err.match(/Did you mean "errors"/g)).toHaveLength(1);
    const document = JSON.parse(file({})["shop.json"] as string);
    const twice = JSON.stringify({ ...document, drills: [...document.drills, document.drills[0]] });
    const refused = await faultyard("run shop.json --drill d", { "shop.json": twice });
    expect(refused.code).toBe(2);
    expect(refused.err).toMatch(/Two drills have the id "d"/);
  });

  it("check counts the drills of a sound file; a plain run only warns of one that cannot run", async () => {
    expect((await faultyard("check shop.json", file({}))).out).toMatch(/1 drill\./);
    const plain = await faultyard("run shop.json --duration 1s", file({ hypothesis: ["eror < 1%"] }));
    expect(plain.code).toBe(0);
    expect(plain.err).toMatch(/warning: drills\[0\]/);
  });
});
