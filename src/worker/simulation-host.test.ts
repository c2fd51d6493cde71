import { describe, expect, it } from "vitest";
import { fail } from "../base/result";
import { createSession } from "../lab/create-session";
import type { CreateSession } from "../lab/session";
import { build, exponentialServer, poisson } from "../testing/build";
import { runDrill, withDrill } from "../testing/drills";
import { fakeCreateSession, smallTopology } from "../testing/fake-session";
import type { FromWorker, ToWorker } from "./protocol";
import { createSimulationHost } from "./simulation-host";

const document = smallTopology();

/** A host in a world where time passes only when the test says so; slices run one by one. */
function host(createSession: CreateSession = fakeCreateSession(), autoCredit = true) {
  const clock = { wall: 0 };
  const posted: FromWorker[] = [];
  const queue: { at: number; run: () => void }[] = [];
  const { receive } = createSimulationHost({
    createSession,
    now: () => clock.wall,
    post: (message) => {
      posted.push(message);
      if (autoCredit && message.type === "frame") queue.push({ at: clock.wall, run: () => receive({ type: "credit" }) });
    },
    soon: (run) => queue.push({ at: clock.wall, run }),
    later: (run, ms) => queue.push({ at: clock.wall + ms, run }),
    whenJudging: (run) => run(),
  });
  /** Lets wall time pass, a millisecond at a time. */
  const pass = (ms: number) => {
    const end = clock.wall + ms;
    while (clock.wall < end) {
      clock.wall += 1;
      const ready = queue.filter(({ at }) => at <= clock.wall);
      for (const item of ready) queue.splice(queue.indexOf(item), 1);
      for (const { run } of ready) run();
    }
  };
  const work = (ms: number) => {
    clock.wall += ms;
  };
  const send = (...messages: ToWorker[]) => messages.forEach(receive);
  const all = <T extends FromWorker["type"]>(type: T) =>
    posted.filter((message): message is Extract<FromWorker, { type: T }> => message.type === type);
  const lastFrame = () => all("frame").at(-1);
  return { send, pass, posted, all, lastFrame, work };
}

describe("simulation host", () => {
  it("answers a load with the layout and a first frame, and waits", () => {
    const { send, pass, posted, lastFrame } = host();
    send({ type: "load", topology: document });
    pass(500);
    expect(posted.map(({ type }) => type)).toEqual(["loaded", "frame"]);
    expect(lastFrame()?.state).toBe("idle");
    expect(lastFrame()?.frame.nowMs).toBe(0);
  });

  it("goes back to a past moment and plays on from there to the same end", () => {
    const { send, pass, posted, all, lastFrame } = host(createSession);
    send({ type: "load", topology: document }, { type: "play", speed: Number.POSITIVE_INFINITY });
    pass(500);
    const hash = all("finished").at(-1)?.result.runHash;
    const windows = all("frame").reduce((sum, { frame }) => sum + frame.windows.length, 0);
    const before = posted.length;
    send({ type: "seek", toMs: 1234 });
    pass(20);
    expect(posted.slice(before).map(({ type }) => type)).toEqual(["rewound", "frame", "judged"]);
    expect(lastFrame()?.state).toBe("paused");
    expect(lastFrame()?.frame.nowMs).toBe(1234);
    expect(lastFrame()?.frame.windows[0]).toBe(0);
    send({ type: "play", speed: Number.POSITIVE_INFINITY });
    pass(500);
    expect(all("finished")).toHaveLength(2);
    expect(all("finished").at(-1)?.result.runHash).toBe(hash);
    const again = all("frame").reduce((sum, { frame }) => sum + frame.windows.length, 0);
    expect(again).toBe(2 * windows);
  });

  it("goes ahead as fast as possible and pauses there", () => {
    const { send, pass, lastFrame } = host(createSession);
    send({ type: "load", topology: document }, { type: "seek", toMs: 2345 });
    pass(500);
    expect(lastFrame()?.state).toBe("paused");
    expect(lastFrame()?.frame.nowMs).toBe(2345);
  });

  it("plays at the speed asked for", () => {
    const { send, pass, lastFrame } = host();
    send({ type: "load", topology: document }, { type: "play", speed: 2 });
    pass(1000);
    expect(lastFrame()?.frame.nowMs).toBeGreaterThan(1900);
    expect(lastFrame()?.frame.nowMs).toBeLessThanOrEqual(2000);
  });

  it("sends at most about thirty frames a second", () => {
    const { send, pass, all } = host();
    send({ type: "load", topology: document }, { type: "play", speed: 1 });
    pass(1000);
    expect(all("frame").length).toBeGreaterThan(20);
    expect(all("frame").length).toBeLessThan(33);
  });

  it("gives a page without credit fewer frames, and no window less", () => {
    const { send, pass, all } = host(fakeCreateSession(), false);
    send({ type: "load", topology: document }, { type: "play", speed: 1 });
    pass(2000);
    expect(all("frame")).toHaveLength(2);
    send({ type: "credit" });
    pass(1);
    const windows = all("frame").reduce((sum, { frame }) => sum + frame.windows.length, 0);
    expect(all("frame")).toHaveLength(3);
    expect(windows / 27).toBe(7);
  });

  it("runs to the end as fast as it can and tells the result once, after the last frame", () => {
    const { send, pass, posted, all, lastFrame } = host();
    send({ type: "load", topology: document }, { type: "play", speed: Number.POSITIVE_INFINITY });
    pass(100);
    expect(lastFrame()?.state).toBe("finished");
    expect(lastFrame()?.frame.nowMs).toBe(10_000);
    expect(all("finished")).toHaveLength(1);
    expect(posted.findIndex(({ type }) => type === "finished")).toBeGreaterThan(posted.findLastIndex(({ type }) => type === "frame"));
  });

  it("listens between slices while it runs as fast as it can", () => {
    const slow = fakeCreateSession({ eventsPerMs: 1000, onAdvance: () => world.work(4) });
    const world = host(slow);
    world.send({ type: "load", topology: document }, { type: "play", speed: Number.POSITIVE_INFINITY });
    world.pass(120);
    world.send({ type: "pause" });
    const { nowMs } = world.lastFrame()?.frame ?? { nowMs: 0 };
    world.pass(60);
    expect(world.lastFrame()?.state).toBe("paused");
    expect(nowMs).toBeGreaterThan(0);
    expect(world.lastFrame()?.frame.nowMs).toBeLessThan(200);
  });

  it("shows no hops when no eye could follow, and some again afterwards", () => {
    const create = fakeCreateSession();
    const { send, pass } = host(create);
    send({ type: "load", topology: document }, { type: "play", speed: 1000 }, { type: "play", speed: 1 });
    pass(10);
    expect(create.made[0]?.samples).toEqual([1, 0, 1]);
  });

  it("pauses, steps and plays on from there", () => {
    const { send, pass, lastFrame } = host();
    send({ type: "load", topology: document }, { type: "play", speed: 1 });
    pass(200);
    send({ type: "pause" });
    pass(50);
    const paused = lastFrame()?.frame.nowMs ?? 0;
    send({ type: "step" });
    pass(50);
    expect(lastFrame()?.frame.nowMs).toBe(paused + 1);
    expect(lastFrame()?.state).toBe("paused");
  });

  it("says how far the figures can be trusted whenever it pauses, and only then", () => {
    const { send, pass, all, posted } = host(createSession);
    send({ type: "load", topology: document }, { type: "play", speed: 1 });
    pass(500);
    expect(all("judged")).toEqual([]);
    send({ type: "pause" });
    pass(50);
    expect(all("judged")).toHaveLength(1);
    send({ type: "step" });
    pass(50);
    expect(all("judged")).toHaveLength(2);
    send({ type: "play", speed: Number.POSITIVE_INFINITY });
    pass(2000);
    expect(all("judged")).toHaveLength(2);
    expect(posted.at(-1)?.type).toBe("finished");
    expect(all("finished")[0]?.result.statistics.requests).toBeGreaterThan(0);
  });

  it("restarts from the document with the faults that were injected", () => {
    const create = fakeCreateSession();
    const { send, pass, all } = host(create);
    send({ type: "load", topology: document }, { type: "play", speed: 1 });
    pass(300);
    send({
      type: "inject",
      fault: { id: "f", type: "crash", target: { type: "node", id: "shop" }, params: {} },
    });
    pass(300);
    send({ type: "clear", faultId: "f" }, { type: "restart" });
    const { startMs } = all("faulted")[0]?.fault ?? { startMs: 0 };
    const { endMs } = all("cleared")[0] ?? { endMs: 0 };
    expect(create.made[1]?.topology.faults).toEqual([
      {
        id: "f",
        type: "crash",
        target: { type: "node", id: "shop" },
        params: {},
        startMs,
        durationMs: endMs - startMs,
      },
    ]);
  });

  it("retunes live where it can, else restarts and keeps running", () => {
    const { send, pass, all, lastFrame } = host();
    send({ type: "load", topology: document }, { type: "play", speed: 1 });
    pass(500);
    send({ type: "retune", topology: { ...document, name: "Other" } });
    send({ type: "retune", topology: smallTopology({ run: { seed: 2, durationMs: 10_000 } }) });
    pass(100);
    expect(all("retuned").map(({ live }) => live)).toEqual([true, false]);
    expect(lastFrame()?.state).toBe("running");
    expect(lastFrame()?.frame.nowMs).toBeLessThan(150);
  });

  it("says why a document cannot run, and runs the next one that can", () => {
    const problems = [{ path: "nodes", message: "No traffic.", remedy: "Add a client.", severity: "error" as const }];
    const real = fakeCreateSession();
    const { send, all } = host((topology) => (topology.nodes.length === 0 ? fail(problems) : real(topology)));
    send({ type: "load", topology: smallTopology({ nodes: [], links: [] }) }, { type: "play", speed: 1 });
    expect(all("refused")[0]?.problems).toEqual(problems);
    send({ type: "retune", topology: document });
    expect(all("loaded")).toHaveLength(1);
  });

  it("gives the same run hash however it is sliced, broken live or by the document", () => {
    const straight = (topology: typeof document) => {
      const made = createSession(topology);
      if (!made.ok) throw new Error("refused");
      while (!made.value.finished()) made.value.advance(topology.run.durationMs, 1_000_000);
      return made.value.result();
    };
    const { send, pass, all } = host(createSession);
    send({ type: "load", topology: document }, { type: "play", speed: 3 });
    pass(700);
    send({
      type: "inject",
      fault: { id: "f", type: "crash", target: { type: "node", id: "shop", replicas: [0] }, params: {} },
    });
    pass(700);
    send({ type: "clear", faultId: "f" }, { type: "play", speed: Number.POSITIVE_INFINITY });
    pass(2000);
    const fault = all("faulted")[0]?.fault;
    if (fault === undefined) throw new Error("nothing was broken");
    const durationMs = (all("cleared")[0]?.endMs ?? 0) - fault.startMs;
    const scheduled = { ...document, faults: [{ ...fault, durationMs }] };
    const live = all("finished")[0]?.result;
    expect(live?.requests.failed).toBeGreaterThan(0);
    expect(live).toEqual(straight(scheduled));
    expect(live?.runHash).not.toBe(straight(document).runHash);
  });

  it("plays a drill, tells of it as it goes, and comes to the verdict and hash of a run without a page", () => {
    const shop = withDrill(build({ nodes: { c: poisson(100), s: exponentialServer(5, 4) }, links: [["c", "s"]] }), {
      hypothesis: ["errors < 1%"],
      windows: { settleMs: 1000, beforeMs: 2000, afterMs: 5000 },
      method: { faults: [{ id: "kill", type: "crash", target: { type: "node", id: "s" }, startMs: 0, durationMs: 1000 }] },
    });
    const { send, pass, all } = host(createSession);
    send({ type: "load", topology: shop, drill: "d" }, { type: "play", speed: 10 });
    pass(2000);
    const phases = all("frame").flatMap(({ frame }) => (frame.drill === undefined ? [] : [frame.drill.phase]));
    expect([...new Set(phases)]).toEqual(["settle", "before", "method", "recovery", "after", "over"]);
    const { runHash, drill } = runDrill(shop);
    expect(all("finished")[0].result).toMatchObject({ runHash, drill });
    // Once more, after an edit: the drill is played again, in the document as it is now.
    const wider = {
      ...shop,
      nodes: shop.nodes.map((node) => (node.id === "s" ? { ...node, config: { ...node.config, replicas: 2 } } : node)),
    } as typeof shop;
    send({ type: "retune", topology: wider }, { type: "play", speed: Number.POSITIVE_INFINITY });
    pass(2000);
    expect(all("finished")[1].result).toMatchObject({ runHash: runDrill(wider).runHash });
    send({ type: "load", topology: shop }, { type: "play", speed: Number.POSITIVE_INFINITY });
    pass(20_000);
    expect(all("finished")[2].result.drill).toBeUndefined();
  });

  it("refuses a drill that cannot run, in words", () => {
    const { send, all } = host(createSession);
    send({ type: "load", topology: document, drill: "gone" });
    expect(all("refused")[0].problems[0].message).toBe('There is no drill "gone" in this document.');
  });

  it("tells a crash in a sentence and starts afresh", () => {
    let broken = true;
    const create = fakeCreateSession({
      onAdvance: () => {
        if (broken) throw new Error("heap is empty");
      },
    });
    const { send, pass, all, lastFrame } = host(create);
    send({ type: "load", topology: document }, { type: "play", speed: 1 });
    pass(20);
    expect(all("crashed")[0]?.message).toMatch(/^The simulation stopped: heap is empty\. Restart the run\./);
    broken = false;
    send({ type: "restart" }, { type: "play", speed: 1 });
    pass(200);
    expect(lastFrame()?.frame.nowMs).toBeGreaterThan(100);
  });
});
