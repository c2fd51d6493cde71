import { describe, expect, it } from "vitest";
import { pareto } from "../catalog/distributions/pareto";
import { sampleDocument } from "../testing/sample";
import { parseTopology } from "./parse";

type Sample = ReturnType<typeof sampleDocument>;

function problemsOf(spoil: (document: Sample) => void) {
  const document = sampleDocument();
  spoil(document);
  const parsed = parseTopology(JSON.stringify(document));
  return parsed.ok ? [] : parsed.error;
}
const pathsOf = (spoil: (document: Sample) => void) => problemsOf(spoil).map(({ path }) => path);
const textProblem = (text: string) => {
  const parsed = parseTopology(text);
  return parsed.ok ? undefined : parsed.error[0];
};

describe("foreign text", () => {
  it("opens a sound document and fills in the defaults", () => {
    const parsed = parseTopology(JSON.stringify(sampleDocument()));
    expect(parsed.ok && parsed.value.warnings).toEqual([]);
    expect(parsed.ok && parsed.value.topology.run).toEqual({ seed: 1, durationMs: 60_000 });
  });

  it("opens a file that begins with a byte order mark", () => {
    expect(parseTopology(`\ufeff${JSON.stringify(sampleDocument())}`).ok).toBe(true);
  });

  it("refuses what is too large before parsing it", () => {
    expect(textProblem(`"${"x".repeat(5_000_001)}"`)?.message).toContain("larger than 5 MB");
    expect(textProblem(`"${"€".repeat(2_000_000)}"`)?.message).toContain("larger than 5 MB");
  });

  it("says in words what is not JSON", () => {
    expect(textProblem("")?.message).toBe("There is nothing in it.");
    expect(textProblem("<svg/>")?.message).toContain("This is not JSON.");
    expect(textProblem('{\n"a": NaN}')?.message).toBe("This is not JSON: NaN stands on line 2, and JSON has no such value.");
    expect(textProblem("[1, -Infinity]")?.message).toContain("Infinity");
  });

  it.each(["null", "7", '"text"', "[]", "{}", '{"format":"other"}'])("refuses %s: not a document", (text) => {
    expect(textProblem(text)?.message).toBe("This is not a Faultyard document.");
  });

  it.each(["__proto__", "constructor", "prototype"])("refuses the key %s anywhere", (key) => {
    const text = JSON.stringify(sampleDocument()).replace('"replicas":3', `"replicas":3,"${key}":{"polluted":true}`);
    const problem = textProblem(text);
    expect(problem?.path).toBe(`nodes[1].config.${key}`);
    expect(problem?.remedy).toContain("Remove it");
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it("refuses bottomless nesting and endless lists without falling over", () => {
    const deep = 200_000;
    expect(textProblem(`{"format":"faultyard-topology","version":1,"drills":${"[".repeat(deep)}${"]".repeat(deep)}}`)?.message).toBe(
      "This is nested too deeply.",
    );
    expect(textProblem(`{"nodes":[${"0,".repeat(30_000)}0]}`)?.message).toBe("This has 30001 entries.");
  });

  it("has a sentence for versions of the future", () => {
    const [problem] = problemsOf((d) => (d.version = 7));
    expect(problem?.message).toContain("newer Faultyard: its format is version 7");
    expect(problem?.remedy).toContain("Reload");
  });

  it.each([0, -1, 1.5, "1", null])("refuses the version %s", (version) => {
    expect(pathsOf((d) => Object.assign(d, { version }))).toEqual(["version"]);
  });
});

describe("fields", () => {
  it("names the place, the value and the range", () => {
    const [problem] = problemsOf((d) => (d.nodes[1] = { ...d.nodes[1], config: { slots: -3 } }));
    expect(problem).toEqual({
      path: "nodes[1].config.slots",
      message: "-3 is too small.",
      remedy: "Write a number of at least 1.",
      severity: "error",
    });
  });

  it.each([
    [{ slots: 1e999 }, "nodes[1].config.slots"],
    [{ slots: null }, "nodes[1].config.slots"],
    [{ slots: 1.5 }, "nodes[1].config.slots"],
    [{ slots: "8" }, "nodes[1].config.slots"],
    [{ queueLimit: -1 }, "nodes[1].config.queueLimit"],
    [{ discipline: "random" }, "nodes[1].config.discipline"],
    [{ slotz: 8 }, "nodes[1].config.slotz"],
    [{ serviceTime: { type: "constant", valueMs: -1 } }, "nodes[1].config.serviceTime.valueMs"],
    [{ serviceTime: { type: "made-up" } }, "nodes[1].config.serviceTime.type"],
  ])("refuses %j", (config, path) => {
    expect(pathsOf((d) => (d.nodes[1] = { ...d.nodes[1], config }))).toEqual([path]);
  });

  it("refuses infinity, which JSON writes as a number too large", () => {
    const text = JSON.stringify(sampleDocument()).replace('"replicas":3', '"replicas":1e999');
    expect(textProblem(text)).toMatchObject({
      path: "nodes[1].config.replicas",
      message: "This is not a finite number.",
    });
  });

  it("refuses unknown kinds and fields, odd ids and negative times", () => {
    expect(pathsOf((d) => (d.nodes[0] = { ...d.nodes[0], kind: "mainframe" }))).toEqual(["nodes[0].kind"]);
    expect(pathsOf((d) => Object.assign(d, { colour: "red" }))).toEqual(["colour"]);
    expect(pathsOf((d) => (d.nodes[0] = { ...d.nodes[0], id: "a b" }))).toContain("nodes[0].id");
    expect(pathsOf((d) => (d.faults[0] = { ...d.faults[0], startMs: -1 }))).toEqual(["faults[0].startMs"]);
  });

  it("speaks in sentences, never in the validator's jargon", () => {
    const problems = problemsOf((d) => {
      d.nodes[0] = { id: 7, kind: 3 };
      d.nodes[1] = { ...d.nodes[1], position: "here", config: [] };
      d.links[0] = { id: "l1", from: "users" };
      d.boundaries[0] = { ...d.boundaries[0], size: { width: 1, height: 9e9 } };
      d.faults[0] = { ...d.faults[0], target: { type: "moon" } };
    });
    expect(problems.length).toBeGreaterThan(5);
    for (const { message, remedy } of problems) {
      expect(message).toMatch(/^\S.*\.$/);
      expect(remedy).toMatch(/^[A-Z].*\.$/);
      expect(`${message} ${remedy}`).not.toMatch(/invalid|expected|received|undefined|discriminator/i);
    }
  });

  it("reports many problems, but at most fifty", () => {
    const paths = pathsOf((d) => {
      d.nodes = Array.from({ length: 90 }, (_, i) => ({ ...d.nodes[1], id: `s${i}`, config: { slots: 0 } }));
    });
    expect(paths).toHaveLength(50);
  });

  it("asks a distribution what its ranges cannot tell", () => {
    const serviceTime = { type: pareto.id, minMs: 50, maxMs: 5, alpha: 1 };
    const [problem] = problemsOf((d) => (d.nodes[1] = { ...d.nodes[1], config: { replicas: 3, serviceTime } }));
    expect(problem).toMatchObject({
      path: "nodes[1].config.serviceTime",
      message: "The lower bound must lie below the upper one.",
    });
  });
});
