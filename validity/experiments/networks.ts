import type { Experiment, Figure } from "../experiment";
import { arrivals, constant, document, exponential, passing, server, settling, UNLIMITED_SLOTS, uniform, users } from "../models";

const response = (caseId: string): Figure => ({ caseId, type: "mean", read: ({ latency }) => latency.mean() });

/** Each station works, frees its slot, and calls the next. */
const TANDEM = Array.from({ length: 10 }, (_, i) => `s${i}`);
const tandem: Experiment = {
  id: "tandem-10",
  topology: document(
    {
      c: arrivals(0.7),
      ...Object.fromEntries(TANDEM.map((id) => [id, server(exponential(1), 1, { blocking: false })])),
    },
    TANDEM.map((id, i) => [i === 0 ? "c" : TANDEM[i - 1], id]),
  ),
  warmUpMs: 10 * settling(0.7),
  spanMs: 60_000,
  figures: [response("tandem-10-T"), { caseId: "tandem-10-p99", type: "quantile", ratio: 0.99, of: ({ latency }) => latency }],
};

/** Lazowska's interactive system: users think, then use one CPU and two disks in turn. */
const interactive = (count: number, cycles: number): Experiment => ({
  id: `mva-15-${count}`,
  topology: document(
    {
      c: users(count, exponential(15)),
      front: passing(),
      cpu: server(exponential(0.605)),
      disk1: server(exponential(2.1)),
      disk2: server(exponential(1.35)),
    },
    [
      ["c", "front"],
      ["front", "cpu"],
      ["front", "disk1"],
      ["front", "disk2"],
    ],
  ),
  warmUpMs: 5000,
  spanMs: cycles * 20,
  figures: [{ caseId: `mva-15-${count}-X`, type: "mean", read: ({ ok, spanMs }) => ok / spanMs }, response(`mva-15-${count}-R`)],
  fast: true,
});

/** One request starts a task at each of `width` stations and ends with the last of them. */
const forkTo = (width: number, perUnit: number, station: ReturnType<typeof server>) => {
  const ids = Array.from({ length: width }, (_, i) => `s${i}`);
  return document(
    {
      c: arrivals(perUnit),
      fork: passing({ calls: "parallel" }),
      ...Object.fromEntries(ids.map((id) => [id, station])),
    },
    [["c", "fork"], ...ids.map((id): [string, string] => ["fork", id])],
  );
};

const forkJoin = (width: number, load: number, requests: number, figures: readonly Figure[]): Experiment => ({
  id: `fork-join-${width}-${load}`,
  topology: forkTo(width, load, server(exponential(1))),
  warmUpMs: settling(load),
  spanMs: requests / load,
  figures,
});

/** "Valid for n up to 32", with errors below 5 %, say Nelson and Tantawi. */
const nelsonTantawi = (caseId: string): Figure => ({
  ...response(caseId),
  claim: { type: "approximation", within: 0.05 },
});

/** No queueing: the slowest of `width` independent exponential times. */
const slowest = (width: number, requests: number, figures: readonly Figure[], more = {}): Experiment => ({
  id: `max-exp-${width}`,
  topology: forkTo(width, 1, server(exponential(1), UNLIMITED_SLOTS)),
  warmUpMs: 50,
  spanMs: requests,
  figures,
  ...more,
});
const slowest99 = (width: number): Figure => ({
  caseId: `max-exp-${width}-p99`,
  type: "quantile",
  ratio: 0.99,
  of: ({ latency }) => latency,
});

/**
 * A leaf is slow (1 ms instead of none) with probability p. 2,000 calls go by way of 50 nodes to 40 leaves without
 * limits, each call with a draw of its own.
 */
const tail = (p: number, width: number, requests: number, more = {}): Experiment => {
  const groups = width > 100 ? 50 : 1;
  const leaves = Array.from({ length: width / groups }, (_, i) => `leaf${i}`);
  const middles = Array.from({ length: groups }, (_, i) => `m${i}`);
  const rises = 1 - p;
  const slow = {
    type: "empirical",
    quantiles: [
      { ratio: 0, valueMs: 0 },
      { ratio: rises - 1e-12, valueMs: 0 },
      { ratio: rises, valueMs: 1 },
      { ratio: 1, valueMs: 1 },
    ],
  };
  return {
    id: `tail-${p}-${width}`,
    topology: document(
      {
        c: arrivals(1),
        fork: passing({ calls: "parallel" }),
        ...Object.fromEntries(middles.map((id) => [id, passing({ calls: "parallel" })])),
        ...Object.fromEntries(leaves.map((id) => [id, server(slow, UNLIMITED_SLOTS)])),
      },
      [
        ["c", "fork"],
        ...middles.map((id): [string, string] => ["fork", id]),
        ...middles.flatMap((id) => leaves.map((leaf): [string, string] => [id, leaf])),
      ],
    ),
    warmUpMs: 10,
    spanMs: requests,
    figures: [
      {
        caseId: `tail-${p}-${width}`,
        type: "mean",
        // Fast requests take no time at all, slow ones 1 ms.
        read: ({ latency }) => latency.mean(),
      },
    ],
    ...more,
  };
};

export const networks: readonly Experiment[] = [
  tandem,
  interactive(1, 2000),
  interactive(10, 1000),
  interactive(20, 1000),
  forkJoin(2, 0.8, 150_000, [response("fj-2-0.8-T")]),
  forkJoin(2, 0.9, 400_000, [response("fj-2-0.9-T")]),
  forkJoin(4, 0.5, 30_000, [nelsonTantawi("fj-4-0.5-T-approx")]),
  forkJoin(10, 0.3, 10_000, [nelsonTantawi("fj-10-0.3-T-approx")]),
  forkJoin(10, 0.5, 20_000, [nelsonTantawi("fj-10-0.5-T-approx")]),
  forkJoin(4, 0.9, 250_000, [{ ...response("ref-fj-4-0.9-T"), claim: { type: "measured", halfWidth: 0.058, replications: 10 } }]),
  forkJoin(10, 0.9, 100_000, [
    nelsonTantawi("fj-10-0.9-T-approx"),
    { ...response("ref-fj-10-0.9-T"), claim: { type: "measured", halfWidth: 0.09, replications: 10 } },
  ]),
  slowest(2, 10_000, [slowest99(2)], { fast: true }),
  slowest(10, 3000, [response("max-exp-10-mean"), slowest99(10)], { fast: true }),
  slowest(100, 300, [response("max-exp-100-mean"), slowest99(100)]),
  tail(0.01, 1, 50_000, { fast: true }),
  tail(0.01, 10, 15_000, { fast: true }),
  tail(0.0001, 2000, 400),
  {
    id: "batch-5",
    // Five calls at the same instant, each by a way of its own, are a batch of five.
    topology: document(
      {
        c: arrivals(0.16),
        fork: passing({ calls: "parallel" }),
        ...Object.fromEntries([0, 1, 2, 3, 4].map((i) => [`way${i}`, passing()])),
        s: server(exponential(1)),
      },
      [
        ["c", "fork"],
        ...[0, 1, 2, 3, 4].flatMap((i): [string, string][] => [
          ["fork", `way${i}`],
          [`way${i}`, "s"],
        ]),
      ],
    ),
    warmUpMs: 5 * settling(0.8),
    spanMs: 400_000,
    figures: [{ caseId: "batch-5-0.8-T", type: "mean", read: ({ nodes }) => nodes.s.latency.mean() }],
  },
  {
    id: "kingman",
    // One user who is answered at once and thinks for a uniform time makes a renewal process of arrivals.
    topology: document(
      {
        c: users(1, uniform(0, 2.5)),
        q: ["queue", { publishMs: 0, prefetch: 0 }],
        s: server(uniform(0, 2)),
      },
      [
        ["c", "q"],
        ["q", "s"],
      ],
    ),
    warmUpMs: settling(0.8),
    spanMs: 60_000,
    figures: [
      {
        caseId: "kingman-U(0,2/lam)/U(0,2)/1-0.8",
        type: "mean",
        claim: { type: "upper bound" },
        read: ({ nodes }) => nodes.s.meanWaitMs,
      },
    ],
    fast: true,
  },
  {
    id: "overload",
    topology: document({ c: arrivals(0.12, "even"), s: server(constant(10)) }, [["c", "s"]]),
    warmUpMs: 0,
    spanMs: 60_000,
    figures: [
      {
        caseId: "overload-slope",
        type: "count",
        note: "evenly spaced arrivals, constant service: arrivals and departures are whole numbers",
        rounding: 2,
        read: ({ nodes }) => nodes.s.insideAtEnd,
      },
    ],
    fast: true,
  },
];
