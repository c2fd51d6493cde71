import { describe, expect, it } from "vitest";
import { linkLoss } from "../catalog/faults/link-loss";
import { trafficSpike } from "../catalog/faults/traffic-spike";
import { zoneOutage } from "../catalog/faults/zone-outage";
import { cache } from "../catalog/kinds/cache/definition";
import { queue } from "../catalog/kinds/queue/definition";
import { server } from "../catalog/kinds/server/definition";
import { sampleDocument } from "../testing/sample";
import { checkTopology } from "./check";
import { topologySchema } from "./schema";

type Sample = ReturnType<typeof sampleDocument>;

function check(spoil: (document: Sample) => void) {
  const document = sampleDocument();
  spoil(document);
  return checkTopology(topologySchema.parse(document));
}
const found = (spoil: (document: Sample) => void) => check(spoil).map(({ severity, path }) => `${severity} ${path}`);
const at = { x: 0, y: 0 };

describe("meaning checks", () => {
  it("finds nothing in a sound document", () => {
    expect(found(() => {})).toEqual([]);
  });

  it("finds one id used twice, across all sorts of elements", () => {
    expect(found((d) => (d.boundaries[0] = { ...d.boundaries[0], id: "shop" }))).toContain("error boundaries[0].id");
    expect(found((d) => (d.faults[0] = { ...d.faults[0], id: "l1" }))).toEqual(["error faults[0].id"]);
  });

  it("finds links that dangle, loop or repeat", () => {
    expect(found((d) => (d.links[1] = { ...d.links[1], to: "gone" }))).toContain("error links[1].to");
    expect(found((d) => (d.links[1] = { ...d.links[1], to: "shop" }))).toContain("error links[1]");
    expect(found((d) => d.links.push({ id: "l3", from: "shop", to: "store" }))).toEqual(["error links[2]"]);
    const [dangling] = check((d) => (d.links[1] = { ...d.links[1], to: "cache-2" }));
    expect(dangling?.message).toBe('Link "l2" ends at "cache-2", which is not a node of this document.');
  });

  it("finds links that the kinds' ports do not allow", () => {
    expect(found((d) => (d.links[1] = { id: "l2", from: "shop", to: "users" }))).toContain("error links[1].to");
    expect(found((d) => d.links.push({ id: "l3", from: "store", to: "shop" }))).toContain("error links[2].from");
  });

  it("names the nodes of a call cycle", () => {
    const problems = check((d) => {
      for (const id of ["a", "b", "c"]) d.nodes.push({ id, kind: server.id, name: id.toUpperCase(), position: at });
      d.links.push({ id: "l3", from: "shop", to: "a" }, { id: "l4", from: "a", to: "b" }, { id: "l5", from: "b", to: "c" });
      d.links.push({ id: "l6", from: "c", to: "a" });
    });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({
      path: "links[5]",
      message: "Calls go in a circle: A → B → C → A. A request could never end.",
    });
  });

  it("finds a second call of a kind that makes only one", () => {
    expect(
      found((d) => {
        d.nodes.push({ id: "near", kind: cache.id, position: at }, { id: "far", kind: server.id, position: at });
        d.links.push(
          { id: "l3", from: "shop", to: "near" },
          { id: "l4", from: "near", to: "store" },
          { id: "l5", from: "near", to: "far" },
        );
      }),
    ).toEqual(["error links[4]"]);
  });

  it("finds boundaries that are missing or lie in themselves", () => {
    expect(found((d) => (d.nodes[0] = { ...d.nodes[0], boundary: "west" }))).toEqual(["error nodes[0].boundary"]);
    expect(found((d) => (d.nodes[1] = { ...d.nodes[1], zones: ["east", "west"] }))).toEqual(["error nodes[1].zones[1]"]);
    expect(found((d) => (d.nodes[0] = { ...d.nodes[0], zones: ["east"] }))).toEqual(["warning nodes[0].zones"]);
    expect(found((d) => (d.boundaries[0] = { ...d.boundaries[0], parent: "west" }))).toEqual(["error boundaries[0].parent"]);
    expect(found((d) => (d.boundaries[0] = { ...d.boundaries[0], parent: "east" }))).toEqual(["error boundaries[0].parent"]);
  });

  it("finds faults aimed at nothing, or at what they cannot hit", () => {
    const aim = (target: object, type?: string) => (d: Sample) => {
      d.faults[0] = { ...d.faults[0], ...(type === undefined ? {} : { type }), target };
    };
    expect(found(aim({ type: "node", id: "gone" }))).toEqual(["error faults[0].target.id"]);
    expect(found(aim({ type: "link", id: "l1" }))).toEqual(["error faults[0].target.type"]);
    expect(found(aim({ type: "link", id: "shop" }, linkLoss.id))).toEqual(["error faults[0].target.id"]);
    expect(found(aim({ type: "boundary", id: "east" }, zoneOutage.id))).toEqual([]);
    expect(found(aim({ type: "node", id: "users" }))).toEqual(["error faults[0].target.id"]);
    expect(found(aim({ type: "node", id: "shop" }, trafficSpike.id))).toEqual(["error faults[0].target.id"]);
    expect(found(aim({ type: "all" }, trafficSpike.id))).toEqual([]);
    const [beyond] = check(aim({ type: "node", id: "shop", replicas: [0, 3] }));
    expect(beyond).toMatchObject({
      path: "faults[0].target.replicas[1]",
      message: "Shop has no replica 3; it has 3.",
    });
  });

  it("refuses a ramp of what cannot grow", () => {
    const ramped = (type: string, params: object) => (d: Sample) => {
      d.faults[0] = { ...d.faults[0], type, params, target: { type: "node", id: "shop" }, rampMs: 500 };
    };
    expect(found(ramped("scale", {}))).toEqual(["error faults[0].rampMs"]);
    expect(found(ramped("graceful-stop", { order: "rolling" }))).toEqual(["error faults[0].rampMs"]);
    expect(found(ramped("graceful-stop", {}))).toEqual([]);
  });

  it("warns of what does nothing, and opens it all the same", () => {
    expect(found((d) => d.nodes.push({ id: "spare", kind: server.id, position: at }))).toEqual(["warning nodes[3]"]);
    expect(found((d) => d.links.shift())).toEqual(["warning nodes[0]"]);
    expect(found((d) => Object.assign(d, { run: { durationMs: 900 } }))).toEqual(["warning faults[0].startMs"]);
    expect(
      found((d) => {
        d.nodes.push({ id: "jobs", kind: queue.id, position: at }, { id: "worker", kind: server.id, position: at });
        d.links.push({ id: "l3", from: "shop", to: "jobs" }, { id: "l4", from: "jobs", to: "worker", policies: { retry: {} } });
      }),
    ).toEqual(["warning links[3].policies"]);
  });
});
