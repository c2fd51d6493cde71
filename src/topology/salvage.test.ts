import { describe, expect, it } from "vitest";
import { server } from "../catalog/kinds/server/definition";
import { sampleDocument } from "../testing/sample";
import { checkTopology } from "./check";
import { parseLenient } from "./salvage";

type Sample = ReturnType<typeof sampleDocument>;

function lenient(spoil: (document: Sample) => void) {
  const document = sampleDocument();
  spoil(document);
  return parseLenient(JSON.stringify(document));
}
const idsOf = (elements: readonly { readonly id: string }[] | undefined) => elements?.map(({ id }) => id);

describe("salvage", () => {
  it("loses one bad node, its links and its faults, and nothing else", () => {
    const { problems, salvaged } = lenient((d) => (d.nodes[1] = { ...d.nodes[1], config: { slots: -1 } }));
    expect(problems.map(({ path }) => path)).toEqual(["nodes[1].config.slots"]);
    expect(idsOf(salvaged?.nodes)).toEqual(["users", "store"]);
    expect(salvaged?.links).toEqual([]);
    expect(salvaged?.faults).toEqual([]);
    expect(idsOf(salvaged?.boundaries)).toEqual(["east"]);
    expect(salvaged?.name).toBe("Shop");
  });

  it("keeps a node whose boundary is missing", () => {
    const { salvaged } = lenient((d) => (d.nodes[1] = { ...d.nodes[1], boundary: "west" }));
    expect(idsOf(salvaged?.nodes)).toEqual(["users", "shop", "store"]);
    expect(salvaged?.nodes[1]?.boundary).toBeUndefined();
    expect(idsOf(salvaged?.faults)).toEqual(["f1"]);
  });

  it("breaks a cycle at one link", () => {
    const { salvaged } = lenient((d) => {
      d.nodes.push({ id: "a", kind: server.id, position: { x: 0, y: 0 } });
      d.links.push({ id: "l3", from: "shop", to: "a" }, { id: "l4", from: "a", to: "shop" });
    });
    expect(idsOf(salvaged?.links)).toEqual(["l1", "l2", "l3"]);
  });

  it("counts places in the document as it came", () => {
    const { problems } = lenient((d) => {
      d.links[0] = { id: "l1" };
      d.links[1] = { ...d.links[1], to: "gone" };
    });
    expect(problems.map(({ path }) => path)).toContain("links[1].to");
  });

  it("lets a bad field of the document itself take its default", () => {
    const { problems, salvaged } = lenient((d) => Object.assign(d, { run: { seed: -1 }, colour: "red" }));
    expect(problems.map(({ path }) => path)).toEqual(["run.seed", "colour"]);
    expect(salvaged?.run.seed).toBe(1);
    expect(salvaged?.nodes).toHaveLength(3);
  });

  it("leaves nothing behind that the checks would refuse", () => {
    const { salvaged } = lenient((d) => {
      d.nodes.push({ ...d.nodes[1] }, { id: "east", kind: server.id, position: { x: 0, y: 0 } });
      d.links.push({ id: "f1", from: "store", to: "users" });
      d.boundaries.push({ ...d.boundaries[0], id: "b2", parent: "b2" });
    });
    expect(checkTopology(salvaged as NonNullable<typeof salvaged>).filter(({ severity }) => severity === "error")).toEqual([]);
    expect(idsOf(salvaged?.nodes)).toEqual(["users", "shop", "store", "east"]);
  });

  it("offers nothing when nothing is sound", () => {
    expect(parseLenient("{").salvaged).toBeNull();
    expect(lenient((d) => Object.assign(d, { nodes: "none", boundaries: [] })).salvaged).toBeNull();
  });
});
