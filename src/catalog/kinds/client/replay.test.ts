import { describe, expect, it } from "vitest";
import { build, run, sessionOf } from "../../../testing/build";
import { at, constant, hopsOf, steadyServer } from "../../../testing/timeline";
import { parseTopology } from "../../../topology/parse";

type Config = Record<string, unknown>;
const instant = steadyServer(0, { slots: 1000 });
const recorded = (recording: string, more: Config = {}): [string, Config] => [
  "client",
  { traffic: { type: "recorded", recording, ...more } },
];
const asRecorded = (more: Config = {}) => steadyServer(50, { serviceFrom: "recording", ...more });

/** When the requests leave the client [ms]. */
const departures = (client: [string, Config], faults: Config[] = []) =>
  hopsOf(build({ nodes: { c: client, s: instant }, links: [["c", "s"]], faults, durationMs: 10_000 }))
    .filter(({ code }) => code === "request")
    .map(({ departMs }) => departMs);
const spike = (factor: number, startMs: number, durationMs: number) => [
  { id: "f", type: "traffic-spike", target: { type: "node", id: "c" }, startMs, durationMs, params: { factor } },
];

describe("client, recorded", () => {
  it("sends each request at its time, several at one instant too, and then no more", () => {
    expect(departures(recorded("0\n5\n5\n5\n120.25"))).toEqual([0, 5, 5, 5, 120.25]);
  });

  it("begins when told and plays as fast as told", () => {
    expect(departures(recorded("0\n10\n40", { startMs: 1000, speed: 4 }))).toEqual([1000, 1002.5, 1010]);
  });

  it("plays faster under a traffic spike, and stands still at factor 0", () => {
    const text = "0\n100\n200\n300";
    // Until 150 as recorded, then 50 and 100 of the recording in a quarter of the time.
    expect(departures(recorded(text), spike(4, 150, 1000))).toEqual([0, 100, 162.5, 187.5]);
    expect(departures(recorded(text), spike(0, 150, 1000))).toEqual([0, 100, 1200, 1300]);
    // A fault that is over before the recording begins leaves it alone.
    expect(departures(recorded(text, { startMs: 500 }), spike(4, 100, 200))).toEqual([500, 600, 700, 800]);
  });

  it("servers that go by the recording take what each request needs, and draw where it says nothing", () => {
    const { latencyMs } = run(
      build({ nodes: { c: recorded("0,7\n100,11\n200"), s: asRecorded() }, links: [["c", "s"]], durationMs: 1000 }),
    );
    expect(latencyMs).toMatchObject({ count: 3, max: 50 });
    expect(latencyMs.mean).toBeCloseTo((7 + 11 + 50) / 3, 9);
    const drawn = run(build({ nodes: { c: recorded("0,7\n100,11\n200"), s: steadyServer(50) }, links: [["c", "s"]], durationMs: 1000 }));
    expect(drawn.latencyMs.mean).toBe(50);
  });

  it("the need goes down the tree of calls: over a balancer, a server, a cache, retries and messages", () => {
    const nodes: Record<string, [string, Config]> = {
      c: recorded("0,7\n100,11"),
      lb: ["load-balancer", {}],
      a: steadyServer(1, { replicas: 2 }),
      x: ["cache", { capacity: 1, ttlMs: 1, lookupTime: constant(0) }],
      s: asRecorded(),
      q: ["queue", { publishMs: 0 }],
      w: asRecorded(),
    };
    const { nodes: seen } = run(
      build({
        nodes,
        links: [
          ["c", "lb", {}, { retry: {} }],
          ["lb", "a"],
          ["a", "x"],
          ["x", "s"],
          ["a", "q"],
          ["q", "w"],
        ],
        durationMs: 1000,
      }),
    );
    for (const id of ["s", "w"]) {
      expect(seen[id].latencyMs).toMatchObject({ count: 2, max: 11 });
      expect(seen[id].latencyMs.mean).toBeCloseTo(9, 9);
    }
  });

  it("two recordings keep their needs apart", () => {
    const nodes = { c: recorded("0,7\n100,11"), d: recorded("500,1\n600,3"), s: asRecorded() };
    const topology = build({
      nodes,
      links: [
        ["c", "s"],
        ["d", "s"],
      ],
      durationMs: 1000,
    });
    expect(at(sessionOf(topology), 400).result().latencyMs.max).toBe(11);
    expect(run(topology).latencyMs.mean).toBeCloseTo((7 + 11 + 1 + 3) / 4, 9);
  });

  it("an edit of another field leaves a recording where it stands", () => {
    const of = (slots: number) =>
      build({ nodes: { c: recorded("0\n10\n20\n500"), s: steadyServer(1, { slots }) }, links: [["c", "s"]], durationMs: 1000 });
    const session = at(sessionOf(of(1)), 15);
    expect(session.retune(of(2))).toBe(true);
    expect(at(session, 1000).result().requests.ok).toBe(4);
  });

  it("goes back with the run, and comes again as it came", () => {
    const text = Array.from({ length: 200 }, (_, i) => `${7 * i},${i % 13}`).join("\n");
    const topology = build({
      nodes: { c: recorded(text), s: asRecorded() },
      links: [["c", "s"]],
      faults: spike(3, 400, 300),
      durationMs: 3000,
    });
    const session = sessionOf(topology);
    session.keepSnapshots(1 << 24);
    const whole = at(session, 3000).result();
    session.rewind(555.5);
    expect(at(session, 3000).result()).toEqual(whole);
  });

  it("a file with a recording that cannot be replayed says where and why", () => {
    const file = build({ nodes: { c: recorded("0\n10"), s: instant }, links: [["c", "s"]] });
    const broken = JSON.stringify(file).replace("0\\n10", "0\\n10\\n5");
    expect(parseTopology(broken)).toMatchObject({
      ok: false,
      error: [
        {
          path: "nodes[0].config.traffic.recording",
          message: "Line 3 came at 5 ms, before the request above it (10 ms).",
          remedy: "Sort the lines by their time.",
        },
      ],
    });
  });
});
