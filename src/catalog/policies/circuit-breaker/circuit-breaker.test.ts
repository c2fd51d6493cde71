import { describe, expect, it } from "vitest";
import { LINK_COLUMNS, LINK_STATES } from "../../../lab/frame";
import type { Session } from "../../../lab/session";
import { build, run, sessionOf } from "../../../testing/build";
import { at, even, hopsOf, steadyServer } from "../../../testing/timeline";

type Config = Record<string, unknown>;
const quick = { windowSize: 10, minimumCalls: 5, openMs: 1000, trialCalls: 3 };
const errors = (startMs: number, durationMs?: number) => ({
  id: "e",
  type: "errors",
  target: { type: "node", id: "s" },
  startMs,
  ...(durationMs ? { durationMs } : {}),
  params: { ratio: 1 },
});
/** A request every 10 ms. */
const guarded = (circuitBreaker: Config, faults: Config[] = [], serviceMs = 0, more: Config = {}, ratePerSecond = 100) =>
  build({
    nodes: { c: even(ratePerSecond), s: steadyServer(serviceMs, { slots: 1000 }) },
    links: [["c", "s", {}, { circuitBreaker: { ...quick, ...circuitBreaker }, ...more }]],
    faults,
    durationMs: 3000,
  });
const letOut = (topology: ReturnType<typeof build>) =>
  hopsOf(topology)
    .filter(({ code }) => code === "request")
    .map(({ departMs }) => Math.round(departMs * 1e6) / 1e6);
const state = (session: Session, ms: number) => LINK_STATES[at(session, ms).frame().links[LINK_COLUMNS.indexOf("state")]];

describe("circuit breaker", () => {
  it("opens at the minimum number of calls, stays open, tries again, and opens again while calls fail", () => {
    expect(letOut(guarded({}, [errors(0)]))).toEqual([10, 20, 30, 40, 50, 1050, 1060, 1070, 2070, 2080, 2090]);
    const session = sessionOf(guarded({}, [errors(0)]));
    expect([49, 50, 1049, 1050, 1070].map((ms) => state(session, ms))).toEqual([
      "idle",
      "breaker open",
      "breaker open",
      "breaker half-open",
      "breaker open",
    ]);
    const { requests } = at(session, 3000).result();
    expect(requests.failuresByReason).toEqual({ error: 11, "breaker open": 289 });
  });

  it("closes once its trial calls have passed", () => {
    const session = sessionOf(guarded({}, [errors(0, 1500)]));
    expect([2069, 2070, 2089, 2090].map((ms) => state(session, ms))).toEqual([
      "breaker open",
      "breaker half-open",
      "breaker half-open",
      "idle",
    ]);
    expect(at(session, 3000).result().requests.ok).toBe(94);
  });

  it("opens when the share reaches the threshold, over the last calls only", () => {
    // Five good calls until 50, then failures: at 100 half of ten failed, at 110 six of the last ten.
    const openedAt = (failureRatio: number) =>
      letOut(guarded({ minimumCalls: 10, failureRatio }, [errors(55)]))
        .filter((ms) => ms < 1000)
        .pop();
    expect(openedAt(0.5)).toBe(100);
    expect(openedAt(0.51)).toBe(110);
  });

  it("asks for no more calls than its window or its trials can hold", () => {
    // A window of ten with the usual minimum of a hundred judges at ten; half-open it has ten trials.
    const ten = { windowSize: 10, minimumCalls: 100, trialCalls: 10 };
    const out = letOut(guarded(ten, [errors(0)]));
    expect(out.slice(0, 20)).toEqual(Array.from({ length: 20 }, (_, i) => (i < 10 ? 10 * (i + 1) : 1100 + 10 * (i - 10))));
    expect(out[20]).toBe(2190);
    // A minimum below the trial calls is enough to judge them by, too.
    expect(letOut(guarded({ trialCalls: 10 }, [errors(0)]))).toEqual([
      ...[10, 20, 30, 40, 50],
      ...[1050, 1060, 1070, 1080, 1090],
      ...[2090, 2100, 2110, 2120, 2130],
    ]);
    // A window of seconds holds any number: it waits for all hundred.
    expect(letOut(guarded({ ...ten, window: "time" }, [errors(0)])).at(99)).toBe(1000);
  });

  it("half-open lets out its trial calls only; more are rejected until they are judged", () => {
    // Calls last 100 ms: five failures are known at 150, before the request of that instant: fourteen were let out.
    const out = letOut(guarded({}, [errors(0)], 100));
    expect(out.slice(0, 14).pop()).toBe(140);
    // Open from 150 to 1150; trials at 1150, 1160, 1170, judged at 1270; then the next at 2270.
    expect(out.slice(14)).toEqual([1150, 1160, 1170, 2270, 2280, 2290]);
  });

  it("a window in time counts whole seconds", () => {
    const opens = (ratePerSecond: number, windowSize: number) =>
      run(guarded({ window: "time", windowSize }, [errors(0)], 0, {}, ratePerSecond)).requests.failuresByReason["breaker open"] ?? 0;
    expect(opens(4, 1)).toBe(0);
    expect(opens(4, 2)).toBeGreaterThan(0);
    expect(opens(6, 1)).toBeGreaterThan(0);
  });

  it("old seconds leave the window", () => {
    // Failures in the first second, then good calls: at 2 s the window of two seconds still holds the failures.
    const topology = guarded({ window: "time", windowSize: 2, minimumCalls: 150, failureRatio: 0.5 }, [errors(0, 995)]);
    // By 1,500 ms 99 of 150 have failed.
    expect(
      letOut(topology)
        .filter((ms) => ms < 2000)
        .pop(),
    ).toBe(1500);
    const later = guarded({ window: "time", windowSize: 1, minimumCalls: 80, failureRatio: 0.9 }, [errors(0, 705)]);
    expect(run(later).requests.failuresByReason["breaker open"]).toBeUndefined();
  });

  it("slow calls count although they succeed", () => {
    const slow = { minimumCalls: 4, slowRatio: 0.5 };
    const { requests } = run(guarded({ ...slow, slowCallMs: 100 }, [], 100));
    expect(requests.failuresByReason["breaker open"]).toBeGreaterThan(100);
    expect(run(guarded({ ...slow, slowCallMs: 100.5 }, [], 100)).requests.failed).toBe(0);
  });

  it("a timeout is a failure", () => {
    const { requests } = run(guarded({}, [], 100, { timeout: { perTryMs: 20 } }));
    expect(requests.failuresByReason["breaker open"]).toBeGreaterThan(100);
  });

  it("trial calls that an overall deadline cuts are judged too", () => {
    const limits = { timeout: { perTryMs: 5000, overallMs: 50 }, retry: { maxAttempts: 2 } };
    const pause = { id: "p", type: "pause", target: { type: "node", id: "s" }, startMs: 0, durationMs: 1500 };
    const session = sessionOf(guarded({}, [pause], 0, limits));
    expect(state(session, 100)).toBe("breaker open");
    expect(state(session, 2900)).toBe("idle");
  });

  it("each calling replica has its own", () => {
    const { links } = run(
      build({
        nodes: { c: even(100), lb: ["load-balancer", {}], front: steadyServer(0, { replicas: 4 }), s: steadyServer(0) },
        links: [
          ["c", "lb"],
          ["lb", "front"],
          ["front", "s", {}, { circuitBreaker: { ...quick, openMs: 60_000 } }],
        ],
        faults: [errors(0)],
        durationMs: 3000,
      }),
    );
    expect(links["front-s"].failuresByReason).toMatchObject({ error: 20 });
  });

  it("new thresholds hold in a run under way, and the state is kept", () => {
    const session = at(sessionOf(guarded({ openMs: 60_000 }, [errors(0, 500)])), 600);
    expect(session.retune(guarded({ openMs: 700 }, [errors(0, 500)]))).toBe(true);
    expect([749, 750].map((ms) => state(session, ms))).toEqual(["breaker open", "breaker half-open"]);
  });
});

describe("circuit breaker in time", () => {
  it("goes half-open by itself where told, else with the first call after the time", () => {
    // No call between 60 and 3,000 ms.
    const quiet = (goesHalfOpenByItself: boolean) => {
      const profile = {
        type: "steps",
        steps: [
          { atMs: 0, ratePerSecond: 100 },
          { atMs: 55, ratePerSecond: 0 },
        ],
      };
      const topology = guarded({ goesHalfOpenByItself }, [errors(0)]);
      const [client, ...others] = topology.nodes;
      const config = { ...client.config, traffic: { type: "open", arrivals: "even", profile } };
      return sessionOf({ ...topology, nodes: [{ ...client, config } as never, ...others] });
    };
    const alone = quiet(true);
    expect([1049, 1050, 2999].map((ms) => state(alone, ms))).toEqual(["breaker open", "breaker half-open", "breaker half-open"]);
    expect(state(quiet(false), 2999)).toBe("breaker open");
    expect(at(alone, 3000).result().links["c-s"].policies.circuitBreaker).toEqual({ openings: 1, openMs: 1000, notPermitted: 0 });
  });

  it("half-open no longer than told: trial calls that nobody answers open it again", () => {
    const pause = { id: "p", type: "pause", target: { type: "node", id: "s" }, startMs: 60 };
    // Opens at 50; trials at 1050, 1060, 1070 hang; at 1350 it opens again, and tries again at 2350.
    const session = sessionOf(guarded({ halfOpenMs: 300 }, [errors(0, 55), pause]));
    expect([1049, 1050, 1349, 1350, 2349, 2350].map((ms) => state(session, ms))).toEqual([
      "breaker open",
      "breaker half-open",
      "breaker half-open",
      "breaker open",
      "breaker open",
      "breaker half-open",
    ]);
    const forEver = sessionOf(guarded({}, [errors(0, 55), pause]));
    expect(state(forEver, 2999)).toBe("breaker half-open");
  });

  it("counts its openings, its time open, and the calls it kept back", () => {
    // Open from 50 to 1050, 1070 to 2070, 2090 on; 289 of 300 calls were not let out.
    const { circuitBreaker } = run(guarded({}, [errors(0)])).links["c-s"].policies;
    expect(circuitBreaker).toEqual({ openings: 3, openMs: 1000 + 1000 + 910, notPermitted: 289 });
  });
});
