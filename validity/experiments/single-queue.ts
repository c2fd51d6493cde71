import { type Experiment, type Figure, VARIANCE_PRECISION, varianceAbout } from "../experiment";
import { arrivals, constant, document, exponential, lognormal, server, settling, single, uniform } from "../models";
import type { Reading } from "../reading";

const sojourn = (caseId: string): Figure => ({
  caseId,
  type: "mean",
  read: ({ latency }) => latency.mean(),
});
const sojournQuantile = (caseId: string, ratio: number, minus = 0): Figure => ({
  caseId,
  type: "quantile",
  ratio,
  minus,
  of: ({ latency }) => latency,
});
const inside = (caseId: string): Figure => ({ caseId, type: "mean", read: ({ nodes }) => nodes.s.inside });
const meanWait = (caseId: string): Figure => ({ caseId, type: "mean", read: ({ nodes }) => nodes.s.meanWaitMs });

/** One server, one queue: `requests` measured per replication. */
const queue = (
  id: string,
  load: number,
  requests: number,
  figures: readonly Figure[],
  service: Record<string, unknown> = exponential(1),
  more: { pattern?: string; config?: Record<string, unknown>; fast?: true } = {},
): Experiment => ({
  id,
  topology: single(arrivals(load, more.pattern), server(service, 1, more.config)),
  warmUpMs: settling(load),
  spanMs: requests / load,
  figures,
  ...(more.fast ? { fast: true } : {}),
});

const fast = { fast: true } as const;
const lifo = { config: { discipline: "lifo" } };

/**
 * Work at a backend without limit, in calls that hold a slot of the front for as long: the wait for a slot then shows
 * between two hops.
 */
const waiting = (slots: number, load: number, requests: number, figures: readonly Figure[], more = {}): Experiment => ({
  id: `mmc-${slots}`,
  topology: document(
    {
      c: arrivals(slots * load),
      s: server(constant(0), slots, { blocking: true }),
      work: server(exponential(1), 100_000),
    },
    [
      ["c", "s"],
      ["s", "work"],
    ],
  ),
  waits: { into: "c-s", outOf: "s-work" },
  warmUpMs: settling(load),
  spanMs: requests / (slots * load),
  figures,
  ...more,
});
const waited = (caseId: string): Figure => ({
  caseId,
  type: "mean",
  read: ({ waits }) => waits.waited / waits.count,
});

/** The wait's variance: a request's own service is independent of its wait, in either order. */
const waitVariance = (caseId: string, load: number): Figure => ({
  caseId,
  type: "mean",
  note: "variance of the time in system less that of service, 1",
  precision: VARIANCE_PRECISION,
  read: ({ latency }: Reading) => varianceAbout(latency, 1 / (1 - load), 1),
});

export const singleQueues: readonly Experiment[] = [
  queue(
    "mm1-0.5",
    0.5,
    50_000,
    [sojourn("mm1-0.5-T"), sojournQuantile("mm1-0.5-p50", 0.5), sojournQuantile("mm1-0.5-p999", 0.999)],
    undefined,
    fast,
  ),
  queue(
    "mm1-0.8",
    0.8,
    200_000,
    [sojourn("mm1-0.8-T"), sojournQuantile("mm1-0.8-p999", 0.999), waitVariance("fifo-0.8-varW", 0.8)],
    undefined,
    fast,
  ),
  queue("mm1-0.9", 0.9, 600_000, [sojourn("mm1-0.9-T")]),
  queue("mm1-0.95", 0.95, 1_500_000, [inside("mm1-0.95-L"), sojournQuantile("mm1-0.95-p50", 0.5), sojournQuantile("mm1-0.95-p999", 0.999)]),
  waiting(2, 0.8, 60_000, [waited("mmc-2-0.8-Pwait")], fast),
  waiting(4, 0.9, 300_000, [waited("mmc-4-0.9-Pwait"), meanWait("mmc-4-0.9-Wq")]),
  waiting(10, 0.9, 300_000, [
    waited("mmc-10-0.9-Pwait"),
    sojourn("mmc-10-0.9-T"),
    { caseId: "mmc-10-0.9-Wq99", type: "quantile", ratio: 0.99, of: ({ waits }) => waits.histogram },
  ]),
  {
    id: "mmc-100",
    topology: single(arrivals(95), server(exponential(1), 100)),
    warmUpMs: settling(0.95) / 10,
    spanMs: 3000,
    figures: [sojourn("mmc-100-0.95-T")],
  },
  queue("md1-0.5", 0.5, 50_000, [sojournQuantile("md1-0.5-Wq99", 0.99, 1)], constant(1), fast),
  queue("md1-0.8", 0.8, 150_000, [meanWait("md1-0.8-Wq"), sojournQuantile("md1-0.8-Wq99", 0.99, 1)], constant(1)),
  queue("md1-0.9", 0.9, 400_000, [meanWait("md1-0.9-Wq"), sojournQuantile("md1-0.9-Wq99", 0.99, 1)], constant(1)),
  queue("mg1-lognormal-0.5", 0.5, 400_000, [sojourn("mg1-lognormal-4-0.5-T")], lognormal(1, 2)),
  queue("mg1-lognormal-0.8", 0.8, 1_000_000, [sojourn("mg1-lognormal-4-0.8-T")], lognormal(1, 2)),
  queue(
    "mg1-hyperexponential-0.5",
    0.5,
    200_000,
    [sojourn("mg1-hyperexponential-4-0.5-T")],
    { type: "hyperexponential", meanMs: 1, cv: 2 },
    fast,
  ),
  queue("mg1-erlang-0.8", 0.8, 150_000, [sojourn("mg1-Erlang-4-0.25-0.8-T")], { type: "erlang", meanMs: 1, stages: 4 }, fast),
  queue("mg1-uniform-0.5", 0.5, 50_000, [sojourn("mg1-uniform(0,2)-0.3333-0.5-T")], uniform(0, 2), fast),
  queue("dm1-0.5", 0.5, 50_000, [sojourn("gm1-D-0.5-T"), sojournQuantile("gm1-D-0.5-p99", 0.99)], undefined, { pattern: "even", ...fast }),
  queue("dm1-0.8", 0.8, 150_000, [sojournQuantile("gm1-D-0.8-p99", 0.99)], undefined, { pattern: "even" }),
  queue("lifo-0.5", 0.5, 200_000, [waitVariance("lifo-np-0.5-varW", 0.5)], undefined, { ...lifo, ...fast }),
  queue("lifo-0.8", 0.8, 300_000, [sojourn("lifo-np-0.8-T"), waitVariance("lifo-np-0.8-varW", 0.8)], undefined, lifo),
  queue("lifo-0.9", 0.9, 1_000_000, [waitVariance("lifo-np-0.9-varW", 0.9)], undefined, lifo),
];
