import { describe, expect, it } from "vitest";
import { build, exponentialServer, poisson } from "../../testing/build";
import { playedRecord } from "../../testing/drill-records";
import { withDrill } from "../../testing/drills";
import { readXml, type XmlElement } from "../../testing/xml";
import { junitReport } from "./junit";

const shop = build({
  nodes: { users: poisson(100, [{ name: "checkout" }]), web: exponentialServer(10, 4, { replicas: 2 }) },
  links: [["users", "web"]],
});
const crash = { id: "kill", type: "crash", target: { type: "node", id: "web" }, startMs: 0, durationMs: 2000 };
const suiteOf = (drill: object, seeds = 0) =>
  checked(readXml(junitReport(playedRecord(withDrill(shop, { method: { faults: [crash] }, ...drill }), seeds))));

const SUITE = {
  required: ["name", "tests", "failures", "errors"],
  optional: ["time", "skipped", "timestamp", "hostname", "id", "package"],
};
/** What junit-10.xsd allows of the elements that are written: attributes, and children. */
const RULES: Readonly<Record<string, { required: readonly string[]; optional: readonly string[]; children: readonly string[] }>> = {
  testsuites: { required: [], optional: ["name", "time", "tests", "failures", "errors"], children: ["testsuite"] },
  testsuite: { ...SUITE, children: ["properties", "testcase", "system-out", "system-err"] },
  properties: { required: [], optional: [], children: ["property"] },
  property: { required: ["name", "value"], optional: [], children: [] },
  testcase: {
    required: ["name"],
    optional: ["time", "classname", "group"],
    children: ["skipped", "error", "failure", "system-out", "system-err"],
  },
  failure: { required: [], optional: ["type", "message"], children: [] },
  error: { required: [], optional: ["type", "message"], children: [] },
  skipped: { required: [], optional: ["type", "message"], children: [] },
  "system-out": { required: [], optional: [], children: [] },
};

function checked(root: XmlElement): XmlElement {
  expect(root.name).toBe("testsuites");
  const walk = (element: XmlElement) => {
    const { required, optional, children } = RULES[element.name];
    const names = Object.keys(element.attributes);
    expect(names).toEqual(expect.arrayContaining([...required]));
    expect([...required, ...optional]).toEqual(expect.arrayContaining(names));
    for (const child of element.children) {
      expect(children).toContain(child.name);
      walk(child);
    }
    for (const time of names.includes("time") ? [element.attributes.time] : []) expect(time).toMatch(/^\d{1,9}\.\d{3}$/);
  };
  walk(root);
  const [suite] = root.all("testsuite");
  const count = (name: string) => String(suite.all("testcase").filter((one) => name === "testcase" || one.all(name).length > 0).length);
  for (const [attribute, name] of [
    ["tests", "testcase"],
    ["failures", "failure"],
    ["errors", "error"],
    ["skipped", "skipped"],
  ] as const) {
    expect([attribute, suite.attributes[attribute]]).toEqual([attribute, count(name)]);
  }
  return suite;
}

const cases = (suite: XmlElement) => suite.all("testcase").map((one) => [one.attributes.name, one.children[0]?.name ?? "passed"]);

describe("a drill as JUnit's XML", () => {
  it("has a test case per objective and window, which fail as the judge says", () => {
    expect(cases(suiteOf({ hypothesis: ["errors < 1%", "errors < 50% during", "errors < 30% always"] }))).toEqual([
      ["errors < 1%, before", "passed"],
      ["errors < 1%, after", "passed"],
      ["errors < 50%, during", "failure"],
      ["errors < 30%, always", "passed"],
    ]);
  });

  it("tells of an invalid drill as an error, and of what it never came to as skipped", () => {
    expect(cases(suiteOf({ hypothesis: ["throughput > 900/s", "errors < 50% during"] }))).toEqual([
      ["throughput > 900/s, before", "error"],
      ["throughput > 900/s, after", "skipped"],
      ["errors < 50%, during", "skipped"],
    ]);
  });

  it("fails for a method that was called off, though every objective holds", () => {
    const long = { ...crash, durationMs: 20_000 };
    expect(
      cases(suiteOf({ hypothesis: ["errors < 1%"], method: { faults: [long] }, stop: [{ objective: "errors < 50%", forMs: 1000 }] })),
    ).toEqual([
      ["errors < 1%, before", "passed"],
      ["errors < 1%, after", "passed"],
      ["verdict", "failure"],
    ]);
  });

  it("over seeds passes only what holds in all of them", () => {
    const suite = suiteOf({ hypothesis: ["errors < 1%", "errors < 50% during"] }, 3);
    expect(cases(suite).map(([, outcome]) => outcome)).toEqual(["passed", "passed", "failure"]);
    expect(suite.all("failure")[0].attributes.message).toBe("errors < 50%: held in 0 of 3 seeds");
  });
});
