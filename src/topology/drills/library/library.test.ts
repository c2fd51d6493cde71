import { describe, expect, it } from "vitest";
import { build } from "../../../testing/build";
import { examples } from "../../examples/registry";
import { type Topology, topologySchema } from "../../schema";
import { problemsOfDrill } from "../check";
import { draftAll, readyDrills } from "./registry";

const shop = build({
  nodes: {
    users: [
      "client",
      {
        operations: [
          { name: "checkout", deadlineMs: 400 },
          { name: "browse", deadlineMs: 900 },
        ],
      },
    ],
    bots: ["client", {}],
    edge: ["load-balancer", {}],
    web: ["server", { replicas: 3 }],
    crawl: ["server", { replicas: 5 }],
    cache: ["cache", {}],
    db: ["database", { standbys: 1 }],
    alone: ["database", {}],
    jobs: ["queue", {}],
    mail: ["worker", { replicas: 2 }],
    lost: ["server", { replicas: 9 }],
  },
  links: [
    ["users", "edge"],
    ["edge", "web"],
    ["bots", "crawl"],
    ["crawl", "web"],
    ["web", "cache"],
    ["cache", "db"],
    ["web", "jobs"],
    ["jobs", "mail"],
    ["crawl", "alone"],
  ],
  boundaries: { all: { members: ["edge", "web", "crawl", "cache", "db", "alone", "jobs", "mail", "lost"] }, east: { members: [] } },
});
const zoned = {
  ...shop,
  boundaries: shop.boundaries,
  nodes: shop.nodes.map((node) => (["web", "db"].includes(node.id) ? { ...node, boundary: "east" } : node)),
} as Topology;
const drill = (id: string, topology: Topology = shop) => readyDrills.find((ready) => ready.id === id)?.draft(topology);
const hits = (id: string, topology?: Topology) => drill(id, topology)?.method.faults.map(({ target }) => target);

describe("ready drills choose their targets", () => {
  it("kill one replica: of several, where most clients end up", () => {
    expect(hits("kill-one-replica")).toEqual([{ type: "node", id: "web", replicas: [0] }]);
  });
  it("kill the leader: of a database that has a standby", () => {
    expect(hits("kill-the-leader")).toEqual([{ type: "node", id: "db" }]);
  });
  it("lose a zone: the largest that is not everything", () => {
    expect(hits("lose-a-zone", zoned)).toEqual([{ type: "boundary", id: "all" }]);
    expect(
      hits("lose-a-zone", { ...shop, boundaries: [], nodes: shop.nodes.map(({ boundary: _, ...node }) => node) as Topology["nodes"] }),
    ).toBeUndefined();
  });
  it("cut a link: between two of our own, to where most clients end up", () => {
    expect(hits("cut-a-link")).toEqual([{ type: "link", id: "edge-web" }]);
  });
  it("slow dependency: the deepest leaf of most clients", () => {
    expect(hits("slow-dependency")).toEqual([{ type: "node", id: "db" }]);
  });
  it("brown-out: a node with work of its own", () => {
    expect(hits("brown-out")).toEqual([
      { type: "node", id: "web" },
      { type: "node", id: "web" },
    ]);
  });
  it("cache flush, consumer outage: whoever is one", () => {
    expect(hits("flush-the-cache")).toEqual([{ type: "node", id: "cache" }]);
    expect(hits("consumer-outage")).toEqual([{ type: "node", id: "mail" }]);
    const byServer = build({
      nodes: { c: ["client", {}], q: ["queue", {}], s: ["server", {}] },
      links: [
        ["c", "q"],
        ["q", "s"],
      ],
    });
    expect(drill("consumer-outage", byServer)?.method.faults[0]).toMatchObject({ type: "pause", target: { id: "s" } });
  });
  it("asks for the tightest deadline", () => {
    expect(drill("kill-one-replica")?.hypothesis).toContain("p99 < 400ms");
  });
  it("calls its steps otherwise than what the document schedules", () => {
    const kill = { id: "kill-one", type: "crash", target: { type: "node", id: "web" }, startMs: 0 };
    const busy = topologySchema.parse({ ...shop, faults: [kill] });
    expect(drill("kill-one-replica", busy)?.method.faults[0].id).toBe("kill-one-2");
  });
  it("has nothing to offer where nothing can be broken", () => {
    expect(draftAll(build({ nodes: {}, links: [] }))).toEqual([]);
    const plain = build({ nodes: { c: ["client", {}], s: ["server", { replicas: 1 }] }, links: [["c", "s"]] });
    const offered = draftAll(plain).map(({ ready }) => ready.id);
    expect(offered).toEqual(["cut-a-link", "slow-dependency", "brown-out", "traffic-surge", "random-deaths"]);
  });
});

describe("every ready drill", () => {
  it("is sound in every worked example, and beside itself", async () => {
    for (const example of examples) {
      const topology = await example.load();
      const drafts = draftAll(topology);
      expect(drafts.length).toBeGreaterThan(3);
      for (const { drill: one } of drafts) expect(problemsOfDrill(topology, one, example.id)).toEqual([]);
      const again = draftAll({ ...topology, drills: drafts.map(({ drill: one }) => one) });
      expect(again.map(({ drill: one }) => one.id)).toEqual(drafts.map(({ drill: one }) => `${one.id}-2`));
    }
  });
});
