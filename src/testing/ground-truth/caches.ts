import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { build, run } from "../build";
import { constant } from "../timeline";
import type { ComparedRun } from "./compare";

const ID = "f_redis_lru_zipf";
const SECOND = 1000;

interface Measured {
  readonly runs: readonly { readonly summary: CacheRun }[];
}
interface CacheRun {
  readonly policy: string;
  readonly samples: number;
  readonly N: number;
  readonly alpha: number;
  readonly reqs: number;
  readonly rate_rps: number;
  readonly seed: number;
  readonly capacityKeys: number;
  readonly hitRatio_all: number;
}

/** Redis' policies as the cache calls them. Its LFU counts by chance and forgets; the cache's counts exactly. */
const EVICTIONS: Readonly<Record<string, (samples: number) => object>> = {
  "allkeys-lru": (samples) => ({ type: "sampled-lru", samples }),
  "allkeys-lfu": () => ({ type: "lfu" }),
  "allkeys-random": () => ({ type: "random" }),
};

/** Redis with a memory limit, asked for keys by Zipf's law from empty on. */
export function compareCaches(folder: string): ComparedRun[] {
  const file = join(folder, `${ID}.json`);
  if (!existsSync(file)) return [];
  const { runs } = JSON.parse(readFileSync(file, "utf8")) as Measured;
  return runs
    .map(({ summary }) => summary)
    .filter(({ policy }) => policy in EVICTIONS)
    .map((measured) => ({
      id: `${ID}, ${measured.policy}, ${measured.samples} samples, exponent ${measured.alpha}, seed ${measured.seed}`,
      title: `Redis ${measured.policy} under Zipf`,
      seeds: 1,
      comparisons: [
        {
          figure: "hit ratio" as const,
          measured: measured.hitRatio_all,
          simulated: hitRatio(measured),
          limit: 0.05 * measured.hitRatio_all,
          spread: null,
        },
      ],
    }));
}

function hitRatio({ policy, samples, N, alpha, reqs, rate_rps, capacityKeys }: CacheRun): number {
  const { nodes } = run(
    build({
      nodes: {
        c: [
          "client",
          {
            traffic: { type: "open", arrivals: "even", profile: { type: "steady", ratePerSecond: rate_rps } },
            operations: [{ name: "get", key: { type: "zipf", keys: N, exponent: alpha } }],
          },
        ],
        x: ["cache", { capacity: capacityKeys, ttlMs: 0, eviction: EVICTIONS[policy](samples), lookupTime: constant(0) }],
      },
      links: [["c", "x"]],
      durationMs: (SECOND * reqs) / rate_rps,
    }),
  );
  return nodes.x.gauges.hitRatio;
}
