import type { Experiment, Figure } from "../experiment";
import { arrivals, constant, document, exponential, lognormal, server, settling, single, UNLIMITED_SLOTS } from "../models";

type Config = Record<string, unknown>;

/** One core that all requests share. */
const shared = (serviceTime: Config, more: Config = {}) => server(serviceTime, UNLIMITED_SLOTS, { work: "sharing", cores: 1, ...more });

/** Processor sharing does not mind how service times are spread. */
const sharing = (load: number, requests: number): Experiment[] =>
  (
    [
      ["exponential", exponential(1)],
      ["constant", constant(1)],
      ["lognormal, cv 2", lognormal(1, 2)],
    ] as const
  ).map(([variant, service]) => ({
    id: `ps-${load}, ${variant}`,
    topology: single(arrivals(load), shared(service)),
    warmUpMs: settling(load),
    spanMs: requests / load,
    figures: [{ caseId: `ps-${load}-T`, variant, type: "mean", read: ({ latency }) => latency.mean() }],
    ...(load < 0.9 ? { fast: true } : {}),
  }));

/** Requests that need exactly 2, a tenth of the load, among exponential ones. */
const twice = (load: number, requests: number): Experiment => ({
  id: `ps-${load}-T2`,
  topology: document(
    {
      c: arrivals(load - 0.1, "poisson", { name: "others" }),
      big: arrivals(0.05, "poisson", { name: "big" }),
      s: shared(exponential(1), {
        steps: [
          { type: "work", operations: ["others"] },
          { type: "work", time: constant(2), operations: ["big"] },
        ],
      }),
    },
    [
      ["c", "s"],
      ["big", "s"],
    ],
  ),
  warmUpMs: settling(load),
  spanMs: requests / load,
  figures: [{ caseId: `ps-${load}-T2`, type: "mean", read: ({ nodes }) => nodes.big.latency.mean() }],
});

/** Two classes of operations; the second gives way in the queue. */
const priorities = (high: number, low: number, requests: number, more: { readonly fast?: true } = {}): Experiment => {
  const wait = (rank: 1 | 2, client: "high" | "low"): Figure => ({
    caseId: `prio-np-${high}-${low}-W${rank}`,
    type: "mean",
    note: "mean time in system: the wait and the service, 1",
    expected: (value) => value + 1,
    read: ({ nodes }) => nodes[client].latency.mean(),
  });
  return {
    id: `prio-np-${high}-${low}`,
    topology: document(
      {
        high: arrivals(high, "poisson", { name: "high", priority: 1 }),
        low: arrivals(low, "poisson", { name: "low", priority: 0 }),
        s: server(exponential(1), 1, { discipline: "priority" }),
      },
      [
        ["high", "s"],
        ["low", "s"],
      ],
    ),
    warmUpMs: settling(high + low),
    spanMs: requests / (high + low),
    figures: [wait(1, "high"), wait(2, "low")],
    ...more,
  };
};

export const disciplines: readonly Experiment[] = [
  ...sharing(0.5, 50_000),
  ...sharing(0.8, 100_000),
  ...sharing(0.9, 200_000),
  twice(0.8, 200_000),
  twice(0.9, 300_000),
  priorities(0.3, 0.5, 100_000, { fast: true }),
  priorities(0.2, 0.6, 100_000),
  priorities(0.45, 0.45, 200_000),
];
