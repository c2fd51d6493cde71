import { describe, expect, it } from "vitest";
import { topologyWith } from "../../testing/drill-documents";
import { problemsOfDrill } from "../../topology/drills/check";
import { addDrill, addStep, changeStep, duplicateDrill, methodSteps, removeStep } from "../../topology/edit/drills";
import { blastPreview } from "./blast-preview";
import { axisOf, bandsOf, momentText, percentAt, shownMethodMs, ticksOf } from "./drill-axis";
import { library, searchLibrary } from "./library";
import { completions, objectiveProblem } from "./objective-words";
import { keyDistance, movedTimes } from "./step-times";

const none = new Set<string>();
const start = addDrill(topologyWith());
const item = (id: string) => {
  const found = library.find((one) => one.id === id);
  if (found === undefined) throw new Error(`The library has no "${id}".`);
  return found;
};
function withSteps(...ids: readonly string[]) {
  return ids.reduce((topology, id, i) => {
    const made = item(id).make(topology, none);
    if (made === null) throw new Error(`"${id}" finds no target.`);
    return addStep(topology, start.id, { ...made, step: { ...made.step, startMs: i * 30_000 } })?.topology ?? topology;
  }, start.topology);
}
const drillOf = (topology: ReturnType<typeof withSteps>) => topology.drills[0] as (typeof topology.drills)[number];

describe("edits of drills", () => {
  it("a new drill judges errors, and can run", () => {
    expect(problemsOfDrill(start.topology, drillOf(start.topology), "")).toEqual([]);
    expect(drillOf(start.topology)).toMatchObject({ title: "Drill", hypothesis: ["errors < 1%"] });
    expect(drillOf(addDrill(start.topology).topology).id).not.toBe(addDrill(start.topology).id);
  });

  it("everything in the library that finds a target makes a drill that can run", () => {
    const possible = library.filter((one) => one.make(start.topology, none) !== null);
    expect(possible.length).toBeGreaterThan(15);
    for (const { id } of possible) {
      const topology = withSteps(id);
      expect(problemsOfDrill(topology, drillOf(topology), ""), id).toEqual([]);
    }
  });

  it("aims at what is selected, else at one replica of the node with most of them", () => {
    expect(item("crash").make(start.topology, none)?.step).toMatchObject({ target: { id: "shop", replicas: [0] } });
    expect(item("crash").make(start.topology, new Set(["store"]))?.step).toMatchObject({ target: { id: "store" } });
    expect(item("traffic-2").make(start.topology, new Set(["users"]))?.step).toMatchObject({ client: "users" });
  });

  it("a step that would not be valid leaves the document as it was", () => {
    const topology = withSteps("crash");
    expect(changeStep(topology, start.id, "crash-1", { startMs: -1 })).toBe(topology);
    expect(methodSteps(drillOf(removeStep(topology, start.id, "crash-1")))).toEqual([]);
    expect(duplicateDrill(topology, start.id)?.topology.drills.map(({ title }) => title)).toEqual(["Drill", "Drill 2"]);
  });
});

describe("the axis", () => {
  it("has every window where the run will have it, and room for the first action", () => {
    const drill = drillOf(withSteps("crash", "slow"));
    expect(shownMethodMs(drill)).toBe(50_000);
    expect(bandsOf(drill).map(({ id, fromMs, toMs }) => [id, fromMs, toMs])).toEqual([
      ["settle", -30_000, -20_000],
      ["before", -20_000, 0],
      ["method", 0, 50_000],
      ["recovery", 50_000, 60_000],
      ["after", 60_000, 80_000],
    ]);
    const axis = axisOf(bandsOf(drill));
    expect(percentAt(axis, 25_000)).toBe(50);
    expect(ticksOf(axis)).toContain(0);
    expect(shownMethodMs(drillOf(start.topology))).toBe(30_000);
    expect([momentText(-1500), momentText(0), momentText(150_000)]).toEqual(["−1.5 s", "0 s", "2 min 30 s"]);
  });

  it("moves on whole steps and onto the edges of others, and never before the method", () => {
    const grid = { lengthMs: 100_000, edges: [0, 31_234], reachMs: 500 };
    const times = { startMs: 10_000, durationMs: 5000 };
    expect(movedTimes(times, "whole", 1234, 20_000, grid)).toEqual({ startMs: 11_200, durationMs: 5000 });
    expect(movedTimes(times, "whole", 21_000, 20_000, grid)).toEqual({ startMs: 31_234, durationMs: 5000 });
    expect(movedTimes(times, "whole", 16_000, 20_000, grid)).toEqual({ startMs: 26_234, durationMs: 5000 });
    expect(movedTimes(times, "whole", -90_000, 20_000, grid)).toEqual({ startMs: 0, durationMs: 5000 });
    expect(movedTimes(times, "end", 16_000, 20_000, grid)).toEqual({ startMs: 10_000, durationMs: 21_234 });
    expect(movedTimes(times, "start", 2000, 20_000, grid)).toEqual({ startMs: 12_000, durationMs: 3000 });
    expect(movedTimes(times, "start", 90_000, 20_000, grid)).toEqual({ startMs: 14_900, durationMs: 100 });
    expect(movedTimes({ startMs: 10_000 }, "end", -5000, 20_000, grid)).toEqual({ startMs: 10_000, durationMs: 5000 });
    expect(keyDistance("ArrowRight", 100_000)).toBe(1000);
    expect(keyDistance("a", 100_000)).toBeNull();
  });
});

describe("the library's search", () => {
  it("finds by title, group and what it does; what is called so comes first", () => {
    const titles = (search: string) => searchLibrary(search).flatMap(([, items]) => items.map(({ title }) => title));
    expect(titles("crash")[0]).toBe("Crash");
    expect(titles("operators")).toEqual(["Failover", "Scale", "Drain"]);
    expect(titles("no such thing")).toEqual([]);
    expect(titles("").length).toBe(library.length);
  });
});

describe("blast radius before the run", () => {
  it("of a fault, callers of what is hit; of traffic, all that it reaches; of a link, who calls over it", () => {
    const topology = withSteps("crash", "traffic-2");
    const [crash, traffic] = methodSteps(drillOf(topology));
    if (crash === undefined || traffic === undefined) throw new Error("Two steps were made.");
    expect([...blastPreview(topology, [crash]).hit]).toEqual(["shop"]);
    expect([...blastPreview(topology, [crash]).exposed].sort()).toEqual(["users", "users--shop"]);
    const load = blastPreview(topology, [traffic]);
    expect([[...load.hit], [...load.exposed].sort()]).toEqual([["users"], ["shop", "shop--store", "store", "users--shop"]]);
    const cut = { sort: "faults", step: { ...crash.step, target: { type: "link", id: "shop--store" } } } as typeof crash;
    expect([...blastPreview(topology, [cut]).exposed].sort()).toEqual(["shop", "users", "users--shop"]);
    expect([...blastPreview(topology, []).hit]).toEqual([]);
  });
});

describe("objectives as text", () => {
  const topology = topologyWith();
  const offered = (text: string) => completions(topology, text).map((one) => one.text);

  it("tells the character at fault", () => {
    expect(objectiveProblem(topology, "eror < 1%")).toMatchObject({ at: 0, length: 4, remedy: 'Did you mean "errors"?' });
    expect(objectiveProblem(topology, "p99(shp) < 1s")).toMatchObject({ at: 4, length: 3 });
    expect(objectiveProblem(topology, "p99(shop) < 1s")).toBeNull();
  });

  it("offers what the grammar and the document allow next, and each offer leads to something that parses", () => {
    expect(offered("er")).toEqual(["errors"]);
    expect(offered("p99(")).toEqual(["p99(checkout)", "p99(Shop)", "p99(Store)"]);
    expect(offered("p99(St")).toEqual(["p99(Store)"]);
    expect(offered("queue(Shop)")).toEqual(["queue(Shop).depth", "queue(Shop).age"]);
    expect(offered("errors < 1% ")).toEqual([
      "errors < 1% over 10s",
      "errors < 1% over 30s",
      "errors < 1% over 1m",
      "errors < 1% over 5m",
      "errors < 1% before",
      "errors < 1% after",
      "errors < 1% during",
      "errors < 1% always",
    ]);
    for (const text of [
      ...offered("errors"),
      ...offered("p99"),
      ...offered("availability"),
      ...offered("p99(checkout)"),
      ...offered("errors < 1% "),
      ...offered("queue(Shop).depth"),
    ]) {
      if (/[<>=]/.test(text)) expect(objectiveProblem(topology, text), text).toBeNull();
    }
  });
});
