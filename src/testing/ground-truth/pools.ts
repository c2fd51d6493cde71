import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { build, poisson, run } from "../build";
import { constant } from "../timeline";
import type { ComparedRun, Comparison, Figure } from "./compare";
import { HOP_ONE_WAY_MS } from "./overhead";
import { mean, quantile } from "./statistics";

const ID = "h_pg_pool";
const SECOND = 1000;
const SERVICE_MS = 50;
const SEEDS = 200;
/** Two figures of two runs and three of one at 95 % for all seven together (Bonferroni), half of the rest on each side. */
const TAIL = 0.05 / 7 / 2;

interface Measured {
  readonly runs: readonly { readonly seed: number; readonly summary: PoolRun }[];
}
interface PoolRun {
  readonly k: number;
  readonly rate: number;
  readonly dur: number;
  readonly connectionTimeoutMillis: number;
  readonly n: number;
  readonly errorRate: number;
  readonly latency_ms: { readonly mean: number; readonly p99: number };
}

/**
 * A pool of k connections to PostgreSQL, each query asleep for an exponential time: M/M/k, in one run with callers who
 * give up waiting for a connection. No requests are recorded, so that a run cannot be replayed: it must look like one of
 * 200 runs of the model.
 */
export function comparePools(folder: string): ComparedRun[] {
  const file = join(folder, `${ID}.json`);
  if (!existsSync(file)) return [];
  const { runs } = JSON.parse(readFileSync(file, "utf8")) as Measured;
  const ensembles = new Map<string, ReturnType<typeof ensemble>>();
  return runs.map(({ seed, summary }) => {
    const { k, rate, dur, connectionTimeoutMillis: patience, latency_ms: latency } = summary;
    const key = `${k} ${rate} ${dur} ${patience}`;
    const many = ensembles.get(key) ?? ensemble(summary);
    ensembles.set(key, many);
    return {
      id: `${ID}, ${k} connections, ${rate}/s${patience > 0 ? `, timeout ${patience} ms` : ""}, seed ${seed}`,
      title: "PostgreSQL behind a pool",
      seeds: SEEDS,
      comparisons: [
        within("mean", latency.mean, many.means),
        within("p99", latency.p99, many.p99s),
        ...(patience > 0 ? [within("errors", Math.round(summary.errorRate * summary.n), many.errors)] : []),
      ],
    };
  });
}

function within(figure: Figure, measured: number, values: readonly number[]): Comparison {
  const sorted = [...values].sort((a, b) => a - b);
  return { figure, measured, simulated: mean(sorted), limit: null, spread: [quantile(sorted, TAIL), quantile(sorted, 1 - TAIL)] };
}

function ensemble({ k, rate, dur, connectionTimeoutMillis }: PoolRun) {
  const pool = {
    connections: k,
    parallelism: k,
    waitLimit: 1_000_000,
    waitTimeoutMs: connectionTimeoutMillis,
    readTime: { type: "exponential", meanMs: SERVICE_MS },
  };
  const results = Array.from({ length: SEEDS }, (_, i) =>
    run(
      build({
        nodes: { c: poisson(rate), db: ["database", pool] },
        links: [["c", "db", { latency: constant(HOP_ONE_WAY_MS) }]],
        seed: i + 1,
        durationMs: SECOND * dur,
      }),
    ),
  );
  return {
    means: results.map(({ latencyMs }) => latencyMs.mean ?? 0),
    p99s: results.map(({ latencyMs }) => latencyMs.p99 ?? 0),
    errors: results.map(({ requests }) => requests.failed),
  };
}
