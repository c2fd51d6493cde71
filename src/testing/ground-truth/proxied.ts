import { recordingText } from "../../catalog/workloads/recording-text";
import type { Topology } from "../../topology/schema";
import { build } from "../build";
import { constant } from "../timeline";
import { HOP_ONE_WAY_MS, OVERHEAD, PROCESS_START_MS } from "./overhead";
import { proxySettings } from "./proxy-settings";
import type { Measured, MeasuredRun } from "./recordings";

type Config = Record<string, unknown>;
const SECOND = 1000;
/** After the last request, for what is still waiting [ms]; the slow server of an overloaded run needs most. */
const DRAIN_MS = 60_000;

/** Where a millisecond decides, each seed has its own: the same mean, so that many seeds show what is not chance. */
const JITTERY = { type: "uniform", minMs: 0, maxMs: 2 * HOP_ONE_WAY_MS };

/** The arrivals and needs of a run, as a client replays them. */
export const recordingOf = (requests: readonly Measured[]) =>
  recordingText({
    timesMs: Float64Array.from(requests, ({ atMs }) => atMs),
    needsMs: Float64Array.from(requests, ({ needMs }) => needMs + OVERHEAD.slotMs),
  });

/** A client, a proxy and its servers, set up as the run was. */
export function proxiedTopology(run: MeasuredRun, seed: number): Topology {
  const { servers, lb } = run.setup.topology as NonNullable<MeasuredRun["setup"]["topology"]>;
  const proxy = proxySettings(lb?.software ?? "", run.proxyConfig, servers.N);
  const startMs = checkOffsetMs(run);
  const ids = Array.from({ length: servers.N }, (_, i) => `s${i}`);
  const server: [string, Config] = [
    "server",
    { replicas: 1, slots: servers.c, queueLimit: queueLimit(servers.queue), serviceFrom: "recording" },
  ];
  const hop = { latency: proxy.decidedBy === "load" ? JITTERY : constant(HOP_ONE_WAY_MS) };
  return build({
    nodes: {
      c: ["client", { traffic: { type: "recorded", recording: recordingOf(run.requests), startMs } }],
      lb: [proxy.kind, proxy.config],
      ...Object.fromEntries(ids.map((id) => [id, server])),
    },
    links: [["c", "lb", hop], ...ids.map((id, i): [string, string, Config] => ["lb", id, { ...hop, weight: proxy.weights[i] }])],
    faults: [...outages(run, startMs), ...slowServers(servers.slowFactor ?? [])],
    seed,
    durationMs: startMs + (run.requests.at(-1)?.atMs ?? 0) + DRAIN_MS,
  });
}

function queueLimit(queue: string): number {
  const bound = /max (\d+)/.exec(queue);
  return bound === null ? 10_000_000 : Number(bound[1]);
}

function outages({ setup }: MeasuredRun, startMs: number): Config[] {
  const all = setup.faults ?? [];
  return all
    .filter(({ kind }) => kind === "SIGKILL")
    .map(({ at, server }) => {
      const again = all.find((other) => other.kind === "start" && other.server === server);
      const lasts = again === undefined ? {} : { durationMs: SECOND * (again.at - at) + PROCESS_START_MS };
      return { id: `kill-s${server}`, type: "crash", target: { type: "node", id: `s${server}` }, startMs: startMs + SECOND * at, ...lasts };
    });
}

function slowServers(factors: readonly number[]): Config[] {
  return factors.flatMap((factor, i) =>
    factor > 1 ? [{ id: `slow-s${i}`, type: "slow", target: { type: "node", id: `s${i}` }, startMs: 0, params: { factor } }] : [],
  );
}

/**
 * How long after its proxy the traffic begins [ms]. It matters where the proxy checks its servers: within which part
 * of a second they are checked follows from when the proxy was started, which no file says. It is read off the
 * recovery: a killed server is in rotation again from the check before its first request on. How many requests meet
 * the dead server is then the model's to foretell.
 */
export function checkOffsetMs({ setup, proxyConfig, requests }: MeasuredRun): number {
  const again = (setup.faults ?? []).find(({ kind }) => kind === "start");
  const check = /check inter (\d+)s/.exec(proxyConfig);
  if (again === undefined || check === null) return 0;
  const intervalMs = SECOND * Number(check[1]);
  const back = requests.findIndex(({ atMs, server }) => atMs > SECOND * again.at && server === `s${again.server}`);
  const upMs = (requests[back - 1].atMs + requests[back].atMs) / 2;
  // The model checks the last of its hosts at whole intervals, and hears the answer a round trip later.
  return intervalMs - ((upMs - 2 * HOP_ONE_WAY_MS) % intervalMs);
}
