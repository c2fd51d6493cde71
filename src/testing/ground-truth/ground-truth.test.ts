import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readAll } from "./cases";
import { compareRun, holds } from "./compare";
import { ringShares } from "./haproxy-ring";
import { checkOffsetMs } from "./proxied";
import { proxySettings } from "./proxy-settings";
import type { MeasuredRun } from "./recordings";
import { summaryOf } from "./statistics";

const runs = readAll(fileURLToPath(new URL("./recordings", import.meta.url)));
const runOf = (id: string) => runs.find((run) => run.id === id) as MeasuredRun;

describe("measured on real servers", { timeout: 30_000 }, () => {
  it.each(runs.map((run) => [run.id, run] as const))("%s comes out as measured", (_, run) => {
    const { comparisons } = compareRun(run);
    expect(comparisons.filter((one) => !holds(one))).toEqual([]);
    expect(comparisons.length).toBeGreaterThanOrEqual(3);
  });

  it("another balancer than the real one would not", () => {
    const run = runOf("a_A1_nginx_rr");
    const wrong = compareRun({ ...run, proxyConfig: run.proxyConfig.replace("upstream u {", "upstream u { least_conn;") });
    expect(wrong.comparisons.filter(holds)).toEqual([]);
  });

  it("nor would checks with another patience", () => {
    const run = runOf("b_kill_haproxy_rr_check_noredispatch");
    const wrong = compareRun({ ...run, proxyConfig: run.proxyConfig.replaceAll("fall 3", "fall 2") });
    expect(wrong.comparisons.filter((one) => !holds(one)).map(({ figure }) => figure)).toContain("errors");
  });

  it("the offset of the checks is taken from the recovery alone", () => {
    const run = runOf("b_kill_haproxy_rr_check_noredispatch");
    const before = run.requests.map((one) => (one.atMs < 30_000 ? { ...one, code: "200" } : one));
    expect(checkOffsetMs({ ...run, requests: before })).toBe(checkOffsetMs(run));
    expect(checkOffsetMs(runOf("a_A1_nginx_rr"))).toBe(0);
  });
});

describe("a proxy's configuration, in the model's words", () => {
  it("nginx's defaults are those of its documentation", () => {
    expect(proxySettings("nginx", "upstream u { server a; server b; server c; }", 3).config).toMatchObject({
      algorithm: "round-robin",
      passiveCheck: { maxFails: 1, failTimeoutMs: 10_000 },
      retryOn: "late",
      redispatches: 2,
    });
    expect(proxySettings("nginx", "server a max_fails=0; proxy_next_upstream off;", 2).config).toMatchObject({
      passiveCheck: { maxFails: 0 },
      redispatches: 0,
    });
  });

  it("HAProxy retries on the same server, on the last one, or on any, as its redispatch says", () => {
    const of = (text: string) => {
      const { sameHostRetries, redispatches } = proxySettings("haproxy", text, 3).config;
      return [sameHostRetries, redispatches];
    };
    expect(of("balance roundrobin")).toEqual([3, 0]);
    expect(of("balance roundrobin\n  retries 0")).toEqual([0, 0]);
    expect(of("balance leastconn\n  option redispatch\n")).toEqual([2, 1]);
    expect(of("balance leastconn\n  option redispatch 1\n")).toEqual([0, 3]);
    expect(of("balance roundrobin\n  option redispatch\n")).toEqual([0, 3]);
  });

  it("HAProxy's ring gives four servers uneven shares", () => {
    const shares = ringShares(4);
    expect(shares.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    expect(shares.map((share) => Number(share.toFixed(3)))).toEqual([0.289, 0.185, 0.243, 0.283]);
  });
});

it("quantiles lie between their neighbours", () => {
  expect(summaryOf([4, 1, 3, 2])).toEqual({ meanMs: 2.5, p50Ms: 2.5, p99Ms: expect.closeTo(3.97, 9) });
});
