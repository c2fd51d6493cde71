import { describe, expect, it } from "vitest";
import { interval, mmckBlocking } from "../../testing/queueing-theory";
import { spells, steadily, varied } from "../../testing/worked-examples";
import { examples } from "./registry";

const conferencing = await examples.find(({ id }) => id === "conferencing")?.load();
if (conferencing === undefined) throw new Error("The example is gone.");
const calm = varied(conferencing, { "faults.management-down": null, "faults.maintenance": null });
const at = (perSecond: number, topology = calm) => varied(topology, { "nodes.participants.config.traffic.profile": steadily(perSecond) });

/** HD units for calls: of twelve per node two are kept for backplanes. */
const UNITS = { london: 30, oslo: 20, ashburn: 10 };
const HOLD_MS = 20_000;
const erlangB = (units: number, load: number) => mmckBlocking(units, units, load / HOLD_MS, 1 / HOLD_MS);

describe("conferencing by locations", () => {
  it("a location is full when all of its nodes are; what it cannot take goes to the primary, then to the secondary overflow: Erlang's B", () => {
    const perSecond = 2.4;
    const load = perSecond * (HOLD_MS / 1000);
    const runs = Array.from({ length: 10 }, (_, seed) => {
      const { from, to } = spells(at(perSecond), seed + 1, 200_000, 3_200_000)[0];
      const came = (node: string) => to.nodes[node].arrivals - from.nodes[node].arrivals;
      const calls = came("edge");
      return {
        london: came("overflow") / calls,
        oslo: came("media-ashburn") / calls,
        refused: (to.requests.failed - from.requests.failed) / calls,
      };
    });
    const expectNear = (measured: readonly number[], expected: number) => {
      const { low, high } = interval(measured);
      expect(expected).toBeGreaterThan(low);
      expect(expected).toBeLessThan(high);
    };
    expectNear(
      runs.map(({ london }) => london),
      erlangB(UNITS.london, load),
    );
    expectNear(
      runs.map(({ oslo }) => oslo),
      erlangB(UNITS.london + UNITS.oslo, load),
    );
    expectNear(
      runs.map(({ refused }) => refused),
      erlangB(UNITS.london + UNITS.oslo + UNITS.ashburn, load),
    );
  });

  it("of 65 calls at once 30 stay in London, 20 go to Oslo, 10 to Ashburn, and 5 are refused", () => {
    const sites = Object.keys(UNITS);
    const meeting = varied(at(0), {
      "faults.meeting": {
        type: "thundering-herd",
        target: { type: "node", id: "participants" },
        startMs: 1000,
        params: { requests: 65, withinMs: 100 },
      },
      "nodes.administrators.config.traffic.profile": steadily(0),
      ...Object.fromEntries(sites.map((site) => [`nodes.transcoding-${site}.config.serviceTime`, { type: "constant", valueMs: HOLD_MS }])),
    });
    const [{ to }] = spells(meeting, 1, 0, 30_000);
    expect(sites.map((site) => to.nodes[`transcoding-${site}`].ok)).toEqual([30, 20, 10]);
    expect(to.requests).toMatchObject({ ok: 60, failed: 5, failuresByReason: { rejected: 5 } });
  });

  it("signalling never overflows: every call passes the one edge, wherever its media goes", () => {
    const { to } = spells(at(4), 1, 0, 300_000)[0];
    const handled = ["transcoding-london", "transcoding-oslo", "transcoding-ashburn"].map((node) => to.nodes[node].arrivals);
    for (const calls of handled) expect(calls).toBeGreaterThan(50);
    expect(to.links["participants--edge"].calls).toBe(to.nodes.edge.arrivals);
    expect(handled.reduce((sum, calls) => sum + calls, 0)).toBeLessThanOrEqual(to.nodes.edge.arrivals);
  });

  it("live calls do not need the management node", () => {
    const calls = (topology: typeof calm) => spells(topology, 1, 0, 60_000)[0].to;
    const down = calls(varied(conferencing, { "faults.maintenance": null }));
    const up = calls(calm);
    expect(down.nodes.management.ok).toBeLessThan(up.nodes.management.ok);
    expect(down.links["participants--edge"]).toEqual(up.links["participants--edge"]);
  });

  it("maintenance drains: no call is cut off, and new ones go elsewhere", () => {
    const [before, drained] = spells(at(1.2, varied(conferencing, { "faults.management-down": null })), 1, 40_000, 80_000, 120_000);
    expect(before.to.requests.failed).toBe(0);
    expect(drained.to.requests.failuresByReason.reset ?? 0).toBe(0);
    // Two nodes are left for 24 calls at a time on average: more overflow than before.
    const overflown = (spell: typeof before) => spell.to.nodes.overflow.arrivals - spell.from.nodes.overflow.arrivals;
    expect(overflown(drained)).toBeGreaterThan(overflown(before));
  });
});
