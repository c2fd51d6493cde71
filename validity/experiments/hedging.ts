import type { Experiment, Figure } from "../experiment";
import { arrivals, document, exponential, server, UNLIMITED_SLOTS } from "../models";

/** A second copy after the quantile `share` of the first one's time; nobody waits for a slot, so that copies cost nothing. */
const hedged = (share: number, calls: number, figures: readonly Figure[]): Experiment => ({
  id: `hedge-exp-${share}`,
  topology: document({ c: arrivals(50), s: server(exponential(1), UNLIMITED_SLOTS) }, [
    ["c", "s", {}, { hedging: { maxAttempts: 2, delay: { type: "fixed", delayMs: -Math.log(1 - share) } } }],
  ]),
  warmUpMs: 100,
  spanMs: calls / 50,
  figures,
  fast: true,
});

const mean = (share: number): Figure => ({ caseId: `hedge-exp-${share}-mean`, type: "mean", read: ({ latency }) => latency.mean() });
const extra = (share: number, precision: number): Figure => ({
  caseId: `hedge-exp-${share}-extra`,
  type: "mean",
  precision,
  read: ({ nodes, calls }) => nodes.s.arrivals / calls["c-s"] - 1,
});
const slowest = (share: number): Figure => ({
  caseId: `hedge-exp-${share}-p999`,
  type: "quantile",
  ratio: 0.999,
  of: ({ latency }) => latency,
});

/** Exponential times forget: after the delay two copies race, and the first of them is as fast as one of half the mean. */
export const hedgedCalls: readonly Experiment[] = [
  hedged(0.5, 60_000, [mean(0.5), extra(0.5, 0.02)]),
  hedged(0.9, 60_000, [mean(0.9), extra(0.9, 0.02)]),
  hedged(0.95, 200_000, [extra(0.95, 0.02), slowest(0.95)]),
  hedged(0.99, 200_000, [slowest(0.99)]),
];
