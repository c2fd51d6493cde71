import { describe, expect, it } from "vitest";
import { build, run } from "../../../testing/build";
import { even, steadyServer } from "../../../testing/timeline";

type Config = Record<string, unknown>;

const throttled = (adaptiveThrottling: Config, server: Config, faults: Config[], durationMs: number, seed = 1) =>
  run(
    build({
      nodes: { c: even(1000), s: steadyServer(1, server) },
      links: [["c", "s", {}, { adaptiveThrottling }]],
      faults,
      durationMs,
      seed,
    }),
  );

describe("adaptive throttling", () => {
  it("sends everything while at least one in K is accepted", () => {
    // Every other request finds the only place taken: half are accepted, enough for K = 3. Only the second request,
    // before the first answer, may be held back.
    const { links } = throttled(
      { multiplier: 3 },
      { slots: 1, queueLimit: 0, serviceTime: { type: "constant", valueMs: 1.5 } },
      [],
      10_000,
    );
    expect(links["c-s"].policies.adaptiveThrottling.throttled).toBeLessThanOrEqual(1);
    expect(links["c-s"].failuresByReason.rejected).toBeGreaterThan(4900);
  });

  it("when nothing is accepted, request n is still sent with probability 1/n", () => {
    // Of N requests the harmonic number of N is sent on average, with variance H - sum 1/n^2.
    const crash = { id: "x", type: "crash", target: { type: "node", id: "s" }, startMs: 0 };
    const runs = 60;
    const requests = 1000;
    let sum = 0;
    for (let seed = 1; seed <= runs; seed++) {
      const { links } = throttled({ multiplier: 2 }, {}, [crash], requests, seed);
      sum += links["c-s"].calls - (links["c-s"].policies.adaptiveThrottling.throttled as number);
    }
    let harmonic = 0;
    let variance = 0;
    for (let n = 1; n <= requests; n++) {
      harmonic += 1 / n;
      variance += 1 / n - 1 / (n * n);
    }
    expect(Math.abs(sum / runs - harmonic)).toBeLessThan(3.29 * Math.sqrt(variance / runs));
  });

  it("settles at K times what is accepted", () => {
    // A hundred a second are accepted of a thousand: in the long run two hundred are sent.
    const { links, nodes } = throttled(
      { multiplier: 2, windowMs: 5000 },
      { slots: 1, queueLimit: 0, serviceTime: { type: "constant", valueMs: 9.5 } },
      [],
      60_000,
    );
    const { calls, policies } = links["c-s"];
    const sent = calls - (policies.adaptiveThrottling.throttled as number);
    expect(sent).toBe(nodes.s.arrivals);
    expect(sent / nodes.s.ok).toBeGreaterThan(1.9);
    expect(sent / nodes.s.ok).toBeLessThan(2.2);
  });

  it("forgets what lies further back than its window", () => {
    const crash = { id: "x", type: "crash", target: { type: "node", id: "s" }, startMs: 0, durationMs: 2000 };
    const answered = (windowMs: number) => throttled({ multiplier: 2, windowMs }, { slots: 10 }, [crash], 4000).requests.ok;
    expect(answered(200)).toBeGreaterThan(2 * answered(60_000));
  });
});
