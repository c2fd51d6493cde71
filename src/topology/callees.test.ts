import { describe, expect, it } from "vitest";
import { cache } from "../catalog/kinds/cache/definition";
import { sampleDocument } from "../testing/sample";
import { checkTopology } from "./check";
import { duplicate, paste } from "./edit/clipboard";
import { connect } from "./edit/connect";
import { copy } from "./edit/fragment";
import { removeElements } from "./edit/remove";
import { parseLenient } from "./salvage";
import { type Topology, topologySchema } from "./schema";

const steps = [
  { type: "work" },
  { type: "call", to: "store" },
  { type: "parallel", to: ["memory", "l2"], wait: "any" },
  { type: "publish", to: "l3" },
];

/** users -> shop -> store over l2 and -> memory over l3; the shop's steps name nodes and links. */
function raw(): ReturnType<typeof sampleDocument> {
  const document = sampleDocument();
  document.nodes[1] = { ...document.nodes[1], config: { replicas: 3, steps } };
  document.nodes.push({ id: "memory", kind: cache.id, name: "Memory", position: { x: 600, y: 200 } });
  document.links.push({ id: "l3", from: "shop", to: "memory" }, { id: "l4", from: "memory", to: "store" });
  return document;
}
const document = topologySchema.parse(raw());
const stepsOf = (topology: Topology, id = "shop") => {
  const found = topology.nodes.find((node) => node.id === id);
  if (found === undefined) throw new Error(`No node "${id}".`);
  const { steps: named } = found.config as unknown as { steps: Record<string, unknown>[] };
  return named.map((step) => ("to" in step ? [step.type, step.to] : [step.type]));
};
const errorsOf = (topology: Topology) => checkTopology(topology).filter(({ severity }) => severity === "error");

describe("callees named by steps", () => {
  it("must be there; the problem says where and what to do", () => {
    expect(errorsOf(document)).toEqual([]);
    const spoilt = raw();
    spoilt.links.splice(1, 1);
    expect(errorsOf(topologySchema.parse(spoilt)).map(({ path, message }) => [path, message])).toEqual([
      ["nodes[1].config.steps[1].to", 'Shop calls "store", to which it has no link.'],
      ["nodes[1].config.steps[2].to[1]", 'Shop calls "l2", to which it has no link.'],
    ]);
  });

  it("go with the link or node, and a step that is left without one goes too", () => {
    expect(stepsOf(removeElements(document, ["l2"]))).toEqual([["work"], ["parallel", ["memory"]], ["publish", "l3"]]);
    const without = removeElements(document, ["memory"]);
    expect(stepsOf(without)).toEqual([["work"], ["call", "store"], ["parallel", ["l2"]]]);
    expect(errorsOf(without)).toEqual([]);
    expect(stepsOf(removeElements(document, ["l2", "l3"]))).toEqual([["work"]]);
    // A connection made anew can be named again; nothing that was not touched is another object.
    expect(removeElements(document, ["l4"]).nodes[1]).toBe(document.nodes[1]);
    expect(connect(removeElements(document, ["l2"]), "shop", "store")).not.toBeNull();
  });

  it("are those of the copies after pasting, and what was not copied along is left out", () => {
    const fragment = copy(document, ["shop", "memory"]);
    if (fragment === null) throw new Error("nothing copied");
    const pasted = paste(document, fragment).topology;
    expect(stepsOf(pasted, "shop-1")).toEqual([["work"], ["parallel", ["memory-1"]], ["publish", "l3-1"]]);
    expect(stepsOf(pasted)).toEqual(stepsOf(document));
    expect(errorsOf(pasted)).toEqual([]);
    expect(stepsOf(duplicate(document, ["shop"]).topology, "shop-1")).toEqual([["work"]]);
  });

  it("when lost, cost a foreign document the step and not the node", () => {
    const spoilt = raw();
    spoilt.links.splice(1, 1);
    const { salvaged, problems } = parseLenient(JSON.stringify(spoilt));
    expect(problems).toHaveLength(2);
    expect(salvaged?.nodes.map(({ id }) => id)).toEqual(["users", "shop", "store", "memory"]);
    expect(salvaged === null ? null : stepsOf(salvaged)).toEqual([["work"], ["parallel", ["memory"]], ["publish", "l3"]]);
  });
});

describe("operations by name", () => {
  it("that no client has are warned of, in steps and on links", () => {
    const spoilt = raw();
    spoilt.nodes[1] = { ...spoilt.nodes[1], config: { replicas: 3, steps: [{ type: "work", operations: ["request", "buy"] }] } };
    spoilt.links[1] = { ...spoilt.links[1], config: { operations: ["browse"] } };
    expect(checkTopology(topologySchema.parse(spoilt)).map(({ path, message, severity }) => [path, message, severity])).toEqual([
      ["nodes[1].config.steps[0].operations[1]", 'No client has an operation "buy".', "warning"],
      ["links[1].config.operations[0]", 'No client has an operation "browse".', "warning"],
    ]);
  });
});
