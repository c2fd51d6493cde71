import { brokeredTopology } from "./brokered";
import { proxiedTopology } from "./proxied";
import { type ProxySettings, proxySettings } from "./proxy-settings";
import type { MeasuredRun } from "./recordings";
import { type Played, playMessages, playRequests } from "./replay";
import { mean, quantile, summaryOf } from "./statistics";

/** Runs of a balancer whose choices are not known beforehand: enough that the mean over them is known within 1 %. */
const SEEDS = 40;

export type Figure = "mean" | "p50" | "p99" | "errors" | "sequence" | "hit ratio";

/** One figure beside its measured value. */
export interface Comparison {
  readonly figure: Figure;
  readonly measured: number;
  /** The mean over the seeds, where there are several. */
  readonly simulated: number;
  /** How far they may lie apart, in the figure's unit; null where the measured value must lie within the spread. */
  readonly limit: number | null;
  /** The range of single runs of the model, where they differ; null where they do not. */
  readonly spread: readonly [number, number] | null;
}

export interface ComparedRun {
  readonly id: string;
  readonly title: string;
  readonly seeds: number;
  readonly comparisons: readonly Comparison[];
}

export function holds({ measured, simulated, limit, spread }: Comparison): boolean {
  if (limit !== null) return Math.abs(simulated - measured) <= limit;
  return spread !== null && spread[0] <= measured && measured <= spread[1];
}

/** Replays a run against its model, and puts the figures side by side. */
export function compareRun(run: MeasuredRun): ComparedRun {
  const proxy = settingsOf(run);
  const seeds = proxy === null || proxy.decidedBy === "turn" ? 1 : SEEDS;
  const played = Array.from({ length: seeds }, (_, i) =>
    proxy === null ? playMessages(brokeredTopology(run)) : playRequests(proxiedTopology(run, i + 1)),
  );
  const answered = run.requests.filter(({ code }) => code === "200");
  const measured = summaryOf(answered.map(({ latencyMs }) => latencyMs));
  const compare = (figure: Figure, was: number, pick: (one: Played) => number, limit: number): Comparison => {
    const values = played.map(pick).sort((a, b) => a - b);
    const spread = seeds > 1 ? ([quantile(values, 0.05), quantile(values, 0.95)] as const) : null;
    return { figure, measured: was, simulated: mean(values), limit, spread };
  };
  const errors = run.requests.length - answered.length;
  const order = run.requests.map(({ server }) => server);
  return {
    id: run.id,
    title: run.title,
    seeds,
    comparisons: [
      compare("mean", measured.meanMs, ({ meanMs }) => meanMs, 0.05 * measured.meanMs),
      compare("p50", measured.p50Ms, ({ p50Ms }) => p50Ms, Math.max(3, 0.05 * measured.p50Ms)),
      compare("p99", measured.p99Ms, ({ p99Ms }) => p99Ms, 0.1 * measured.p99Ms),
      ...(errors > 0 || isFailover(run) ? [compare("errors", errors, (one) => one.errors, errorLimit(run, errors))] : []),
      ...(proxy !== null && isKnownOrder(run, proxy)
        ? [compare("sequence", order.length, ({ sequence }) => agreement(order, sequence), 0)]
        : []),
    ],
  };
}

/** Null where there is no proxy but a broker. */
function settingsOf({ setup, proxyConfig }: MeasuredRun): ProxySettings | null {
  const { topology } = setup;
  return topology === undefined ? null : proxySettings(topology.lb?.software ?? "", proxyConfig, topology.servers.N);
}

const isFailover = ({ setup }: MeasuredRun) => (setup.faults ?? []).length > 0;

/** Failover counts within 2; what is shed under overload has no limit of its own, and takes that of the mean. */
const errorLimit = (run: MeasuredRun, errors: number) => (isFailover(run) ? 2 : 0.05 * errors);

/** A round robin over servers that all live. While one is dead the order hangs on when it is found out. */
const isKnownOrder = (run: MeasuredRun, { decidedBy }: ProxySettings) =>
  decidedBy === "turn" && !isFailover(run) && run.requests.every(({ server }) => server !== "");

/** Requests that went to the same server. */
function agreement(measured: readonly string[], simulated: readonly string[]): number {
  return measured.filter((server, i) => server === simulated[i]).length;
}
