import { describe, expect, it } from "vitest";
import { type FrameLayout, WINDOW_COLUMNS, WINDOW_NODE_COLUMNS } from "../../lab/frame";
import type { RunResult } from "../../lab/result";
import { firstRunExample } from "../../topology/examples/first-run";
import { examples } from "../../topology/examples/registry";
import type { Topology } from "../../topology/schema";
import { type FindingsInput, findings } from "./findings";
import { singlePoints } from "./single-points";

const topology = firstRunExample();
const nodeIds = topology.nodes.map(({ id }) => id);
const reasons = ["timeout", "refused"];
const stride = WINDOW_COLUMNS.length + nodeIds.length * WINDOW_NODE_COLUMNS.length + reasons.length;
const layout: FrameLayout = {
  nodeIds,
  linkIds: topology.links.map(({ id }) => id),
  faultIds: [],
  partBase: [],
  figureBase: [],
  policyFigureBase: [],
  replicaBase: [],
  reasons,
  windowMs: 1000,
  durationMs: 60_000,
  windowStride: stride,
};

function live(utilisation: Record<string, number>, failed: Record<string, number> = {}): FindingsInput["live"] {
  const windows = new Float64Array(stride);
  nodeIds.forEach((id, row) => {
    const at = WINDOW_COLUMNS.length + row * WINDOW_NODE_COLUMNS.length + WINDOW_NODE_COLUMNS.indexOf("utilisationRatio");
    windows[at] = utilisation[id] ?? 0;
  });
  reasons.forEach((reason, i) => {
    windows[stride - reasons.length + i] = failed[reason] ?? 0;
  });
  return { layout, frame: null, windows, windowCount: 1, linkIndex: new Map() };
}

const titles = (input: Partial<FindingsInput>) => findings({ topology, live: live({}), result: null, ...input }).map(({ title }) => title);

describe("findings of a run", () => {
  it("names the busiest node that has slots", () => {
    expect(titles({ live: live({ "checkout-a": 0.4, orders: 0.6, edge: 0.9 }) })).toContain("Orders is the busiest");
  });

  it("names every node at full utilisation instead", () => {
    const found = titles({ live: live({ "checkout-a": 1, "checkout-b": 0.99, orders: 0.2 }) });
    expect(found).toContain("Checkout A works at full utilisation");
    expect(found).toContain("Checkout B works at full utilisation");
    expect(found.join()).not.toContain("busiest");
  });

  it("counts failures by reason, most first", () => {
    const found = titles({ live: live({}, { timeout: 3, refused: 1 }) });
    expect(found.slice(0, 2)).toEqual(["3 requests failed: timeout", "1 request failed: refused"]);
  });

  it("says where failures begin and how retries multiply, once there is a result", () => {
    const link = (from: string, to: string, failed: number, calls = 100, retries = 0) => ({
      from,
      to,
      calls,
      retries,
      failuresByReason: { refused: failed },
    });
    const links = {
      "shoppers--edge": link("shoppers", "edge", 9, 100, 50),
      "edge--checkout-a": link("edge", "checkout-a", 0),
      "edge--checkout-b": link("edge", "checkout-b", 9),
    };
    const result = { requests: { failuresByReason: { refused: 9 } }, links } as unknown as RunResult;
    const found = findings({ topology, live: live({}), result });
    expect(found.find(({ id }) => id === "failed-refused")).toMatchObject({ about: "checkout-b" });
    expect(found.map(({ title }) => title)).toContain("Retries multiply the load on Edge by 1.5");
  });
});

describe("single points of failure", () => {
  it("are the nodes of one replica on every path", () => {
    expect(singlePoints(topology).map(({ name }) => name)).toEqual(["Edge", "Orders"]);
  });

  it("are none where each path has another beside it", async () => {
    const zones = await examples.find(({ id }) => id === "two-zones")?.load();
    expect(singlePoints(zones as Topology).map(({ name }) => name)).toEqual(["Global balancer"]);
  });

  it("are none without traffic", () => {
    expect(singlePoints({ ...topology, links: [] })).toEqual([]);
  });
});
