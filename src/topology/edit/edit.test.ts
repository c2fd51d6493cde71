import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { zone } from "../../catalog/boundaries/zone";
import { crash } from "../../catalog/faults/crash";
import { slow } from "../../catalog/faults/slow";
import { cache } from "../../catalog/kinds/cache/definition";
import { client } from "../../catalog/kinds/client/definition";
import { server } from "../../catalog/kinds/server/definition";
import { topologyArbitrary } from "../../testing/arbitraries";
import { sampleDocument } from "../../testing/sample";
import { checkTopology } from "../check";
import { connectionProblem } from "../connection";
import { parseTopology } from "../parse";
import { type Topology, topologySchema } from "../schema";
import { addBoundary, addNode, addNote } from "./add";
import { align, distribute } from "./arrange";
import { assignBoundary } from "./boundaries";
import { duplicate, parseFragment, paste } from "./clipboard";
import { rename, setConfig, setConfigProblem, setPolicy, setRun, setZones } from "./config";
import { connect } from "./connect";
import { addFault, removeFault, updateFault } from "./faults";
import { copy, fragmentText } from "./fragment";
import { moveElements, resize } from "./move";
import { removeElements } from "./remove";

const sample = topologySchema.parse(sampleDocument());
const nodeOf = (topology: Topology, id: string) => topology.nodes.find((node) => node.id === id);
const errorsOf = (topology: Topology) => checkTopology(topology).filter(({ severity }) => severity === "error");

describe("adding", () => {
  it("gives each element an id and a name of its own", () => {
    const first = addNode(sample, server.id, { x: 10.4, y: 0 });
    const second = addNode(first.topology, server.id, { x: 0, y: 0 }, "east");
    expect(first.id).not.toBe(second.id);
    expect(nodeOf(second.topology, first.id)).toMatchObject({ name: "Server", position: { x: 10, y: 0 } });
    expect(nodeOf(second.topology, second.id)).toMatchObject({ name: "Server 2", boundary: "east" });
    expect(addBoundary(second.topology, { x: 0, y: 0 }, zone.id).id).toMatch(/-1$/);
    expect(errorsOf(addNote(second.topology, { x: 0, y: 0 }, "why").topology)).toEqual([]);
  });

  it("connects what makes sense and says why not otherwise", () => {
    const near = addNode(sample, cache.id, { x: 0, y: 0 });
    const link = connect(near.topology, "shop", near.id);
    expect(link?.topology.links).toHaveLength(3);
    const behind = connect(link?.topology ?? sample, near.id, "store")?.topology ?? sample;
    const why = (from: string, to: string) => connectionProblem(behind, from, to);
    expect(why(near.id, "shop")).toBe("A cache calls one node only. Remove its link first.");
    expect(why("shop", "shop")).toContain("cannot call itself");
    expect(why("users", "shop")).toContain("already calls");
    expect(why("shop", "users")).toContain("makes calls and receives none");
    expect(why("store", "shop")).toContain("answers calls and makes none");
    expect(connect(behind, "store", "shop")).toBeNull();
    const back = addNode(sample, server.id, { x: 0, y: 0 });
    const there = connect(back.topology, "shop", back.id)?.topology ?? sample;
    expect(connectionProblem(there, back.id, "shop")).toContain("Shop → Server → Shop");
  });
});

describe("setting", () => {
  it("takes what the schema takes and nothing else", () => {
    expect(nodeOf(setConfig(sample, "shop", ["slots"], 4), "shop")?.config).toMatchObject({
      slots: 4,
      replicas: 3,
    });
    expect(setConfig(sample, "shop", ["slots"], 0)).toBe(sample);
    expect(setConfigProblem(sample, "shop", ["slots"], 0)).toBe("0 is too small.");
    expect(setConfigProblem(sample, "shop", ["serviceTime"], { type: "uniform", minMs: 9, maxMs: 1 })).toContain("lower bound");
    expect(setConfigProblem(sample, "l1", ["lossRatio"], 2)).not.toBeNull();
    expect(setConfig(sample, "l1", ["lossRatio"], 0.5).links[0]?.config.lossRatio).toBe(0.5);
    expect(setConfig(sample, "east", ["crossLatencyMs"], 3).boundaries[0]?.config.crossLatencyMs).toBe(3);
    expect(setRun(sample, { seed: 9 }).run).toEqual({ seed: 9, durationMs: 60_000 });
    expect(setRun(sample, { seed: -1 })).toBe(sample);
    const warm = setRun(sample, { warmUpMs: 5000 });
    expect(warm.run.warmUpMs).toBe(5000);
    expect(setRun(warm, { warmUpMs: undefined }).run).toEqual(sample.run);
  });

  it("takes faults back from replicas that are no more", () => {
    expect(setConfig(sample, "shop", ["replicas"], 2).faults).toEqual([]);
  });

  it("turns policies on with their defaults, and off", () => {
    const on = setPolicy(sample, "l2", "retry", {});
    expect(on.links[1]?.policies.retry?.maxAttempts).toBe(3);
    expect(setPolicy(on, "l2", "retry", undefined).links[1]?.policies).toEqual({});
    expect(setPolicy(sample, "l2", "retry", { maxAttempts: 0 })).toBe(sample);
  });

  it("spreads replicas over zones, in the document's order; a zone that goes leaves the others, a copy takes them along", () => {
    const first = addBoundary(sample, { x: 0, y: 0 }, zone.id);
    const second = addBoundary(first.topology, { x: 900, y: 0 }, zone.id);
    const made = addNode(second.topology, server.id, { x: 0, y: 0 });
    const spread = setZones(made.topology, made.id, new Set([second.id, first.id]));
    expect(nodeOf(spread, made.id)?.zones).toEqual([first.id, second.id]);
    expect(errorsOf(spread)).toEqual([]);
    expect(nodeOf(removeElements(spread, [first.id]), made.id)?.zones).toEqual([second.id]);
    expect(nodeOf(removeElements(spread, [first.id, second.id]), made.id)).not.toHaveProperty("zones");
    expect(nodeOf(setZones(spread, made.id, new Set()), made.id)).not.toHaveProperty("zones");
    const pasted = duplicate(spread, [made.id, second.id]);
    expect(pasted.topology.nodes.at(-1)?.zones).toEqual([first.id, pasted.ids[0]]);
  });

  it("renames, but never to nothing", () => {
    expect(nodeOf(rename(sample, "shop", "  Till "), "shop")?.name).toBe("Till");
    expect(rename(sample, "shop", "  ")).toBe(sample);
  });

  it("plans, changes and removes faults", () => {
    const added = addFault(sample, { type: slow.id, target: { type: "node", id: "shop" }, startMs: 5 });
    expect(added?.topology.faults[1]).toMatchObject({ params: { factor: 3 } });
    expect(addFault(sample, { type: crash.id, target: { type: "node", id: "shop" }, startMs: -5 })).toBeNull();
    expect(updateFault(sample, "f1", { durationMs: undefined }).faults[0]).not.toHaveProperty("durationMs");
    expect(updateFault(sample, "f1", { startMs: -1 })).toBe(sample);
    expect(removeFault(sample, "f1").faults).toEqual([]);
  });
});

describe("moving", () => {
  it("takes along what a boundary holds", () => {
    const moved = moveElements(sample, ["east"], { x: 10, y: 20 });
    expect(nodeOf(moved, "shop")?.position).toEqual({ x: 310, y: 20 });
    expect(nodeOf(moved, "users")).toBe(nodeOf(sample, "users"));
    expect(moveElements(sample, ["shop"], { x: 0, y: 0 })).toBe(sample);
    expect(resize(sample, "east", { width: 1, height: 500 }).boundaries[0]?.size).toEqual({
      width: 40,
      height: 500,
    });
  });

  it("gives nodes to the innermost boundary they lie in", () => {
    const out = assignBoundary(moveElements(sample, ["shop"], { x: 900, y: 0 }), ["shop"]);
    expect(nodeOf(out, "shop")).not.toHaveProperty("boundary");
    const inner = addBoundary(sample, { x: 280, y: -40 }, zone.id, { width: 240, height: 180 });
    const nested = assignBoundary(inner.topology, [inner.id, "shop", "east"]);
    expect(nested.boundaries.map(({ parent }) => parent)).toEqual([undefined, "east"]);
    expect(nodeOf(nested, "shop")?.boundary).toBe(inner.id);
  });

  it("aligns and distributes", () => {
    const ragged = moveElements(sample, ["store"], { x: 96, y: 40 });
    expect(align(ragged, ["users", "store"], "bottom").nodes.map(({ position }) => position.y)).toEqual([40, 0, 40]);
    expect(distribute(ragged, ["users", "shop", "store"], "horizontal").nodes.map(({ position }) => position.x)).toEqual([0, 348, 696]);
  });
});

describe("removing", () => {
  it("takes links and faults along and lets what a boundary held move up", () => {
    const left = removeElements(sample, ["shop"]);
    expect([left.links, left.faults]).toEqual([[], []]);
    expect(nodeOf(removeElements(sample, ["east"]), "shop")).not.toHaveProperty("boundary");
  });

  it("never leaves an unsound document, whatever goes", () => {
    fc.assert(
      fc.property(topologyArbitrary, fc.infiniteStream(fc.boolean()), (topology, coin) => {
        const all = [...topology.nodes, ...topology.links, ...topology.boundaries, ...topology.faults];
        const gone = all.filter(() => coin.next().value === true).map(({ id }) => id);
        expect(errorsOf(removeElements(topology, gone))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});

describe("the clipboard", () => {
  it("carries parts over to another document under new ids", () => {
    const fragment = parseFragment(fragmentText(copy(sample, ["users", "east"]) ?? fail()));
    const pasted = paste(sample, fragment ?? fail(), { x: 1000, y: 1000 });
    expect(pasted.ids).toHaveLength(3);
    expect(pasted.topology.links).toHaveLength(3);
    expect(pasted.topology.faults).toHaveLength(2);
    expect(errorsOf(pasted.topology)).toEqual([]);
    const empty = topologySchema.parse({ format: "faultyard-topology", version: 2 });
    expect(errorsOf(paste(empty, fragment ?? fail()).topology)).toEqual([]);
  });

  it("ignores everything else", () => {
    expect(parseFragment("hello")).toBeNull();
    expect(parseFragment(JSON.stringify({ format: "faultyard-fragment" }))).toBeNull();
    expect(parseFragment('{"format":"faultyard-fragment","__proto__":{}}')).toBeNull();
    expect(copy(sample, [])).toBeNull();
  });

  it("duplicates any selection into a sound document that opens again", () => {
    fc.assert(
      fc.property(topologyArbitrary, (topology) => {
        const { topology: twice } = duplicate(
          topology,
          [...topology.nodes, ...topology.boundaries].map(({ id }) => id),
        );
        expect(twice.nodes).toHaveLength(topology.nodes.length * 2);
        expect(twice.links).toHaveLength(topology.links.length * 2);
        expect(parseTopology(JSON.stringify(twice)).ok).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it("keeps copied names apart", () => {
    const { topology } = duplicate(sample, ["users"]);
    expect(topology.nodes[3]).toMatchObject({ kind: client.id, name: "Users 2", position: { x: 32, y: 32 } });
  });
});

function fail(): never {
  throw new Error("There should have been a fragment.");
}
