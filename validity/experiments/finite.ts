import type { Experiment, Figure } from "../experiment";
import { arrivals, constant, exponential, lognormal, server, settling, single, UNLIMITED_SLOTS } from "../models";

/** M/M/c/K: K counts the requests in service, the queue limit those that wait. */
const bounded = (perUnit: number, slots: number, places: number, requests: number, figures: readonly Figure[]): Experiment => ({
  id: `mmck-${perUnit}-${slots}-${places}`,
  topology: single(arrivals(perUnit), server(exponential(1), slots, { queueLimit: places - slots })),
  warmUpMs: settling(0.9),
  spanMs: requests / perUnit,
  figures,
  fast: true,
});

const blocked = (caseId: string): Figure => ({
  caseId,
  type: "mean",
  read: ({ nodes }) => nodes.s.failed / nodes.s.arrivals,
});
const accepted = (caseId: string): Figure => ({ caseId, type: "mean", read: ({ latency }) => latency.mean() });
const inside = (caseId: string): Figure => ({ caseId, type: "mean", read: ({ nodes }) => nodes.s.inside });

/** Erlang's loss formula holds for any holding time. */
const lost = (caseId: string, slots: number, load: number, requests: number): Experiment[] =>
  (
    [
      ["exponential", exponential(1)],
      ["constant", constant(1)],
      ["lognormal, cv 2", lognormal(1, 2)],
    ] as const
  ).map(([variant, holding]) => ({
    id: `${caseId}, ${variant}`,
    topology: single(arrivals(load), server(holding, slots, { queueLimit: 0 })),
    warmUpMs: 1000,
    spanMs: requests / load,
    figures: [{ ...blocked(caseId), variant }],
    fast: true,
  }));

/** M/M/c+M: who waits loses patience, on average after 1 / theta. */
const impatient = (perUnit: number, slots: number, theta: number, requests: number, figures: readonly Figure[]): Experiment => ({
  id: `erlA-${perUnit}-${slots}-${theta}`,
  topology: single(arrivals(perUnit), server(exponential(1), slots, { queueTimeoutMs: 1 / theta, queueTimeoutSpread: "exponential" })),
  warmUpMs: Math.ceil(20 / Math.min(1, theta)),
  spanMs: requests / perUnit,
  figures,
  fast: true,
});

/** Of all, those who abandon included: how many wait over how many come. */
const waitOfAll = (caseId: string): Figure => ({
  caseId,
  type: "mean",
  note: "requests waiting over arrivals per unit of time (Little)",
  read: ({ nodes, spanMs }) => (nodes.s.inside * spanMs - nodes.s.busyMs) / nodes.s.arrivals,
});

export const finiteQueues: readonly Experiment[] = [
  bounded(0.8, 1, 10, 60_000, [
    blocked("mmck-0.8-1-10-Pb"),
    inside("mmck-0.8-1-10-L"),
    {
      caseId: "mmck-0.8-1-10-X",
      type: "mean",
      read: ({ nodes, spanMs }) => nodes.s.ok / spanMs,
    },
  ]),
  bounded(0.9, 1, 10, 60_000, [inside("mmck-0.9-1-10-L"), accepted("mmck-0.9-1-10-T")]),
  bounded(3.6, 4, 20, 60_000, [blocked("mmck-3.6-4-20-Pb"), accepted("mmck-3.6-4-20-T")]),
  bounded(8, 10, 12, 30_000, [blocked("mmck-8-10-12-Pb"), accepted("mmck-8-10-12-T")]),
  impatient(9, 10, 0.5, 100_000, [blocked("erlA-9-10-0.5-Pab")]),
  impatient(12, 10, 0.5, 100_000, [blocked("erlA-12-10-0.5-Pab")]),
  impatient(110, 100, 1, 200_000, [waitOfAll("erlA-110-100-1.0-W")]),
  impatient(0.9, 1, 0.1, 50_000, [blocked("erlA-0.9-1-0.1-Pab"), waitOfAll("erlA-0.9-1-0.1-W")]),
  ...lost("erlb-1-0.5", 1, 0.5, 10_000),
  ...lost("erlb-10-5", 10, 5, 60_000),
  {
    id: "mginf",
    topology: single(arrivals(50), server(lognormal(1, 1), UNLIMITED_SLOTS)),
    warmUpMs: 200,
    spanMs: 400,
    figures: [inside("mginf")],
    fast: true,
  },
];
