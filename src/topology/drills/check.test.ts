import { describe, expect, it } from "vitest";
import { build } from "../../testing/build";
import { parseTopology } from "../parse";
import { parseLenient } from "../salvage";
import { type Topology, topologySchema } from "../schema";
import { drillProblems } from "./check";
import { drillSchema } from "./schema";

const shop = build({
  nodes: {
    users: ["client", { operations: [{ name: "checkout" }] }],
    night: ["client", { traffic: { type: "closed" } }],
    web: ["server", { replicas: 3 }],
    big: ["server", { autoscaling: {} }],
    db: ["database", { standbys: 1 }],
    lone: ["database", { standbys: 0 }],
  },
  links: [
    ["users", "web"],
    ["night", "web"],
    ["web", "db"],
    ["web", "lone"],
    ["web", "big"],
  ],
  faults: [{ id: "planned", type: "crash", target: { type: "node", id: "web" }, startMs: 0, durationMs: 10 }],
});

const crash = { id: "kill", type: "crash", target: { type: "node", id: "web", replicas: [0] }, startMs: 0, durationMs: 10_000 };
const sound = { id: "d", title: "Kill one", hypothesis: ["errors < 1%"], method: { faults: [crash] } };

const withDrills = (drills: readonly object[], objectives: readonly string[] = []): Topology =>
  topologySchema.parse({ ...shop, drills, objectives });
const problems = (drill: object, objectives: readonly string[] = []) => drillProblems(withDrills([drill], objectives));

describe("a sound drill", () => {
  it("has nothing to be said of it", () => {
    expect(problems(sound, ["availability >= 99.9%"])).toEqual([]);
  });

  it("may do everything at once", () => {
    const whole = {
      ...sound,
      description: "x",
      hypothesis: ["p99(checkout) < 300ms over 5s", "errors < 5% during", "rpo = 0 always", "recovery < 30s"],
      windows: { settleMs: 0, beforeMs: 5000, afterMs: 60_000 },
      method: {
        durationMs: 30_000,
        faults: [{ ...crash, durationMs: undefined }],
        traffic: [{ id: "more", client: "users", startMs: 0, rampMs: 1000, change: { type: "rate", ratePerSecond: 200 } }],
        actions: [
          { id: "more-web", type: "scale", node: "web", startMs: 0, durationMs: 5000, replicas: 5 },
          { id: "drain-web", type: "drain", node: "web", startMs: 5000, durationMs: 5000, replicas: [1] },
          { id: "switch", type: "failover", node: "db", startMs: 2000 },
        ],
      },
      stop: [{ objective: "errors < 50%", forMs: 5000 }],
      rollback: { atStop: "all", atEnd: "faults" },
      expectedRecoveryMs: 15_000,
    };
    expect(problems(JSON.parse(JSON.stringify(whole)))).toEqual([]);
  });
});

const method = (more: object) => ({ ...sound, method: { faults: [crash], ...more } });
const action = (more: object) => ({ id: "a", type: "drain", node: "web", startMs: 0, durationMs: 1000, ...more });
const traffic = (more: object) => ({ id: "t", startMs: 0, durationMs: 1000, change: { type: "factor", factor: 2 }, ...more });

describe("a bad drill is told where, what, and what to do", () => {
  const cases: readonly [what: string, drill: object, path: string, words: RegExp][] = [
    [
      "unknown target",
      method({ faults: [{ ...crash, target: { type: "node", id: "wbe" } }] }),
      "drills[0].method.faults[0].target.id",
      /"wbe", which is not in this document.*aim it at something else/,
    ],
    [
      "a fault that its target cannot have",
      method({ faults: [{ ...crash, type: "kill-leader", target: { type: "node", id: "web" } }] }),
      "drills[0].method.faults[0].target.id",
      /means nothing to web/,
    ],
    [
      "a replica that is not there",
      method({ faults: [{ ...crash, target: { type: "node", id: "web", replicas: [7] } }] }),
      "drills[0].method.faults[0].target.replicas[0]",
      /no replica 7/,
    ],
    [
      "unknown client",
      method({ traffic: [traffic({ client: "usres" })] }),
      "drills[0].method.traffic[0].client",
      /no client "usres".*"users"/,
    ],
    ["traffic of a server", method({ traffic: [traffic({ client: "web" })] }), "drills[0].method.traffic[0].client", /sends no traffic/],
    [
      "a rate where none is steady",
      method({ traffic: [traffic({ client: "night", change: { type: "rate", ratePerSecond: 5 } })] }),
      "drills[0].method.traffic[0].change.type",
      /no steady rate.*factor/,
    ],
    ["a ramp that is too long", method({ traffic: [traffic({ rampMs: 2000 })] }), "drills[0].method.traffic[0].rampMs", /at most 1000 ms/],
    [
      "two rates at a time",
      method({ traffic: [traffic({}), traffic({ id: "u", startMs: 500, change: { type: "rate", ratePerSecond: 5 }, client: "users" })] }),
      "drills[0].method.traffic[1]",
      /set the same traffic/,
    ],
    ["unknown node of an action", method({ actions: [action({ node: "x" })] }), "drills[0].method.actions[0].node", /no node "x"/],
    [
      "a failover without standbys",
      method({ actions: [action({ type: "failover", node: "web", durationMs: undefined })] }),
      "drills[0].method.actions[0].node",
      /means nothing to web.*database/,
    ],
    [
      "a failover to nobody",
      method({ actions: [action({ type: "failover", node: "lone", durationMs: undefined })] }),
      "drills[0].method.actions[0].node",
      /lone has no standby that could take over/,
    ],
    [
      "scaling against an autoscaler",
      method({ actions: [action({ type: "scale", node: "big", replicas: 3 })] }),
      "drills[0].method.actions[0].node",
      /scaled by its autoscaler/,
    ],
    [
      "overlapping actions",
      method({ actions: [action({}), action({ id: "b", type: "scale", startMs: 999, replicas: 1 })] }),
      "drills[0].method.actions[1]",
      /"b" acts on "web" while "a" still does.*after "a" has ended/,
    ],
    [
      "overlapping actions without an end",
      method({ actions: [action({ durationMs: undefined }), action({ id: "b", startMs: 9000, durationMs: 500 })] }),
      "drills[0].method.actions[1]",
      /while "a" still does/,
    ],
    [
      "two failovers at once",
      method({
        actions: [
          action({ type: "failover", node: "db", durationMs: undefined }),
          action({ id: "b", type: "failover", node: "db", durationMs: undefined }),
        ],
      }),
      "drills[0].method.actions[1]",
      /while "a" still does/,
    ],
    [
      "an end before the start",
      method({ durationMs: 500, faults: [{ ...crash, startMs: 800 }] }),
      "drills[0].method.faults[0].startMs",
      /starts at 800 ms, and the method ends at 500 ms/,
    ],
    [
      "a step that outlasts the method",
      method({ durationMs: 5000 }),
      "drills[0].method.faults[0].durationMs",
      /ends at 10000 ms, after the method/,
    ],
    [
      "no end at all",
      { ...sound, method: { faults: [{ ...crash, durationMs: undefined }] } },
      "drills[0].method.faults[0].durationMs",
      /Nothing says when "kill" ends/,
    ],
    [
      "the same id twice",
      method({ actions: [action({ id: "kill" })] }),
      "drills[0].method.actions[0].id",
      /already that of drills\[0\]\.method\.faults\[0\]/,
    ],
    [
      "an id of the document",
      method({ faults: [{ ...crash, id: "planned" }] }),
      "drills[0].method.faults[0].id",
      /already that of faults\[0\]/,
    ],
    ["no hypothesis", { ...sound, hypothesis: [] }, "drills[0].hypothesis", /no hypothesis/],
    ["an objective twice", { ...sound, hypothesis: ["errors < 1%", "errors<1 %"] }, "drills[0].hypothesis[1]", /is there twice/],
    [
      "a typo in an objective",
      { ...sound, hypothesis: ["p99(chekout) < 1s"] },
      "drills[0].hypothesis[0]",
      /at character 5: There is no operation or node "chekout"\. Did you mean "checkout"\?/,
    ],
    ["an objective without its end", { ...sound, hypothesis: ["p99 < "] }, "drills[0].hypothesis[0]", /at its end: .*300ms/],
    [
      "a typo in a stop condition",
      { ...sound, stop: [{ objective: "erors < 1%" }] },
      "drills[0].stop[0].objective",
      /Did you mean "errors"/,
    ],
    [
      "a probe in a stop condition",
      { ...sound, stop: [{ objective: "errors < 1% during" }] },
      "drills[0].stop[0].objective",
      /Remove "during"/,
    ],
    [
      "a stop condition that is known too late",
      { ...sound, stop: [{ objective: "recovery < 1s" }] },
      "drills[0].stop[0].objective",
      /cannot stop a drill/,
    ],
    [
      "a window longer than what is probed",
      { ...sound, hypothesis: ["errors < 1% over 5m before"] },
      "drills[0].hypothesis[0]",
      /300000 ms is longer than what is probed before the method, 20000 ms.*windows\.beforeMs/,
    ],
    [
      "a probe during no method",
      { ...sound, hypothesis: ["errors < 1% during"], method: {} },
      "drills[0].hypothesis[0]",
      /no method during which/,
    ],
    ["recovery after the end", { ...sound, hypothesis: ["errors < 1%", "recovery < 60s"] }, "drills[0].hypothesis[1]", /would not be seen/],
    [
      "recovery of nothing",
      { ...sound, hypothesis: ["recovery < 5s", "errors < 1% during"] },
      "drills[0].hypothesis[0]",
      /nothing can recover/,
    ],
    ["no time left to judge", { ...sound, expectedRecoveryMs: 30_000 }, "drills[0].expectedRecoveryMs", /nothing would be left/],
    ["more than a day", { ...sound, windows: { afterMs: 86_400_000 } }, "drills[0]", /longer than a day/],
  ];
  it.each(cases)("%s", (_, drill, path, words) => {
    const found = problems(JSON.parse(JSON.stringify(drill)));
    expect(found.map((problem) => problem.path)).toContain(path);
    const { message, remedy } = found.find((problem) => problem.path === path) ?? { message: "", remedy: "" };
    expect(`${message} ${remedy}`).toMatch(words);
  });

  it("the same drill twice, and objectives of the document", () => {
    const found = drillProblems(withDrills([sound, sound], ["erors < 1%"]));
    expect(found.map(({ path }) => path)).toEqual(["objectives[0]", "drills[1].id"]);
  });

  it.each([
    ["zero duration", { ...crash, durationMs: 0 }],
    ["negative start", { ...crash, startMs: -1 }],
    ["a field that is none", { ...crash, endMs: 5 }],
  ])("%s is refused by the schema", (_, fault) => {
    expect(drillSchema.safeParse({ ...sound, method: { faults: [fault] } }).success).toBe(false);
  });
});

describe("a document with drills", () => {
  const text = (drills: unknown, more: object = {}) => JSON.stringify({ ...shop, drills, ...more });

  it("opens with a drill that cannot run, and says so", () => {
    const bad = { ...sound, hypothesis: ["eror < 1%"] };
    const parsed = parseTopology(text([bad]));
    expect(parsed.ok).toBe(true);
    if (!parsed.ok) return;
    expect(parsed.value.topology.drills).toHaveLength(1);
    expect(parsed.value.warnings.map(({ path }) => path)).toContain("drills[0].hypothesis[0]");
  });

  it("names what is no drill by its path, and can be salvaged without it", () => {
    const broken = text([sound, { ...sound, id: "e", method: { faults: [{ ...crash, durationMs: 0 }] } }]);
    const parsed = parseTopology(broken);
    expect(parsed.ok ? [] : parsed.error.map(({ path }) => path)).toEqual(["drills[1].method.faults[0].durationMs"]);
    expect(parseLenient(broken).salvaged?.drills.map(({ id }) => id)).toEqual(["d"]);
  });

  it("of version 1 opens whatever stood in its room for drills", () => {
    const parsed = parseTopology(text([{ anything: 1 }], { version: 1, objectives: [{ p99: 3 }] }));
    expect(parsed.ok && parsed.value.topology.drills).toEqual([]);
  });
});
