import type { Claim, Experiment } from "../experiment";
import { arrivals, document, exponential, server } from "../models";

const balanced = (
  caseId: string,
  algorithm: string | Record<string, unknown>,
  replicas: number,
  load: number,
  [warmUpMs, spanMs]: readonly [number, number],
  claim: Claim = { type: "exact" },
  more = {},
): Experiment => ({
  id: caseId,
  topology: document(
    {
      c: arrivals(replicas * load),
      lb: ["load-balancer", { ...(typeof algorithm === "string" ? { algorithm } : algorithm), healthCheck: { enabled: false } }],
      s: server(exponential(1), 1, { replicas }),
    },
    [
      ["c", "lb"],
      ["lb", "s"],
    ],
  ),
  warmUpMs,
  spanMs,
  figures: [{ caseId, type: "mean", claim, read: ({ latency }) => latency.mean() }],
  ...more,
});

const TWO = "two-choices";
const THREE = { algorithm: "least-request", choiceCount: 3 };
/** The cases say how far a thousand servers lie above the limit of infinitely many. */
const limit = (within: number): Claim => ({ type: "limit", within });
/** A published table without intervals; the cases say how far to trust it. */
const published = (within: number): Claim => ({ type: "approximation", within });
const measured = (halfWidth: number): Claim => ({ type: "measured", halfWidth, replications: 10 });

/** The same run against the limit, which every finite number of servers lies above; the cases say not by how much. */
const alsoAbove = (caseId: string, experiment: Experiment): Experiment => ({
  ...experiment,
  figures: [...experiment.figures, { ...experiment.figures[0], caseId, note: "100 servers", claim: limit(Number.POSITIVE_INFINITY) }],
});

export const balancing: readonly Experiment[] = [
  // A random split of Poisson traffic leaves independent M/M/1 queues, however many.
  balanced("pod-1-0.8-inf", "random", 10, 0.8, [900, 20_000], { type: "exact" }),
  balanced("pod-1-0.9-inf", "random", 10, 0.9, [3800, 60_000], { type: "exact" }),
  balanced("pod-1-0.95-inf", "random", 10, 0.95, [15_600, 150_000], { type: "exact" }),
  balanced("pod-2-0.8-inf", TWO, 1000, 0.8, [200, 60], limit(0.01)),
  balanced("pod-2-0.9-inf", TWO, 1000, 0.9, [400, 100], limit(0.01)),
  balanced("pod-2-0.95-inf", TWO, 1000, 0.95, [800, 150], limit(0.03)),
  balanced("pod-2-0.7-n100", TWO, 100, 0.7, [100, 400], published(0.015), { fast: true }),
  balanced("pod-2-0.8-n100", TWO, 100, 0.8, [200, 600], published(0.015)),
  balanced("pod-2-0.9-n100", TWO, 100, 0.9, [500, 1500], published(0.015)),
  balanced("pod-2-0.95-n100", TWO, 100, 0.95, [1500, 4000], published(0.015)),
  alsoAbove("pod-2-0.99-inf", balanced("pod-2-0.99-n100", TWO, 100, 0.99, [5000, 10_000], published(0.05))),
  balanced("pod-3-0.5-inf", THREE, 1000, 0.5, [100, 60], limit(0.01)),
  balanced("pod-3-0.9-inf", THREE, 1000, 0.9, [400, 100], limit(0.01)),
  balanced("pod-3-0.95-inf", THREE, 1000, 0.95, [800, 150], limit(0.03)),
  balanced("pod-3-0.5-n100", THREE, 100, 0.5, [100, 400], published(0.015), { fast: true }),
  balanced("pod-3-0.9-n100", THREE, 100, 0.9, [500, 1500], published(0.015)),
  // At 99 % a thousand servers lie a good tenth above the limit, say the cases: it is only a bound.
  balanced("pod-3-0.99-inf", THREE, 100, 0.99, [5000, 10_000], limit(Number.POSITIVE_INFINITY)),
  balanced("ref-jsq2-n10-0.5-T", TWO, 10, 0.5, [200, 4000], measured(0.0009), { fast: true }),
  balanced("ref-jsq2-n10-0.8-T", TWO, 10, 0.8, [1000, 12_000], measured(0.0017), { fast: true }),
];
