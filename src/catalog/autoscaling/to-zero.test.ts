import { describe, expect, it } from "vitest";
import { build, sessionOf } from "../../testing/build";
import { at, burst, constant } from "../../testing/timeline";

describe("a worker that may have no replicas, as KEDA scales it", () => {
  const autoscaling = { minReplicas: 2, maxReplicas: 4, bootTime: constant(5000), metric: { type: "lag", target: 5, toZero: true } };
  const session = () =>
    sessionOf(
      build({
        // One message, at 700 s.
        nodes: {
          c: burst(1, 1000, 699_000),
          q: ["queue", { publishMs: 0 }],
          w: ["worker", { replicas: 2, serviceTime: constant(100), autoscaling }],
        },
        links: [
          ["c", "q"],
          ["q", "w"],
        ],
        durationMs: 1_200_000,
      }),
    );
  const sizes = (seconds: readonly number[]) => {
    const run = session();
    return seconds.map((second) => {
      const { gauges } = at(run, 1000 * second).result().nodes.w;
      return `${gauges.readyReplicas} of ${gauges.desiredReplicas}`;
    });
  };

  it("has none after a cooldown of 300 s without messages", () => {
    expect(sizes([299.9, 300, 600])).toEqual(["2 of 2", "0 of 0", "0 of 0"]);
  });

  it("wakes at the next look, every 30 s, and works once a replica has booted", () => {
    expect(sizes([719.9, 720, 724.9, 725])).toEqual(["0 of 0", "0 of 2", "0 of 2", "2 of 2"]);
    const run = session();
    expect(at(run, 725_000).result().nodes.q.ok).toBe(0);
    expect(at(run, 725_100).result().nodes.q.ok).toBe(1);
  });

  it("counts its cooldown from the last look that found something waiting", () => {
    expect(sizes([1019.9, 1020])).toEqual(["2 of 2", "0 of 0"]);
  });
});
