import type { Batch } from "./batches";
import type { Estimate } from "./estimate";
import type { Span } from "./history";
import { growingQueue, grows, saturatedNode } from "./steadiness";
import type { Verdict } from "./verdict";

/** Ended requests after the warm-up below which nothing is said: ten for each of 20 batches. */
const FEWEST_REQUESTS = 200;

/** Relative half-width of the mean latency above which nothing is known of it. */
const TOO_WIDE = 1;

/** What the windows do not tell. */
export interface Circumstances {
  /** What changed during the run by design or by hand, in words; empty when nothing did. */
  readonly changes: readonly string[];
  /** Set by hand [ms]. */
  readonly warmUpMs: number | undefined;
  /** By node index. */
  readonly nodeNames: readonly string[];
}

interface Evidence {
  /** After the warm-up. */
  readonly spans: readonly Span[];
  readonly batches: readonly Batch[];
  readonly correlated: boolean;
  readonly mean: Estimate | null;
  readonly warmUpFound: boolean;
  readonly warmUpMs: number;
  readonly runMs: number;
}

/** What may be said of a run, with its reason. */
export function judge(evidence: Evidence, about: Circumstances): { readonly verdict: Verdict; readonly words: string } {
  const unsteady = unsteadiness(evidence, about);
  if (about.changes.length > 0) {
    const limit = unsteady === null ? "" : ` ${unsteady}`;
    return {
      verdict: "conditions change",
      words: `Not one steady state: ${about.changes.join(", ")}. The interval of a single run does not apply; repeat it with more seeds to get one.${limit}`,
    };
  }
  if (unsteady !== null) {
    return { verdict: "no steady state", words: `No steady state. ${unsteady} Figures would depend on how long the run lasts.` };
  }
  const short = shortness(evidence);
  if (short !== null) return { verdict: "run too short", words: `Run too short. ${short}` };
  return {
    verdict: "steady",
    words: evidence.correlated
      ? "Steady, but neighbouring batches are still alike: the intervals are narrower than they should be. A longer run mends that."
      : evidence.warmUpMs === 0
        ? "Steady from its start."
        : "Steady after its warm-up.",
  };
}

function unsteadiness({ spans, batches }: Evidence, { nodeNames }: Circumstances): string | null {
  const node = spans.length < 2 ? -1 : saturatedNode(spans);
  if (node !== -1) return `${nodeNames[node]} is busy all the time and works at its limit.`;
  if (grows(batches, ({ inFlight }) => inFlight) || grows(batches, ({ queued }) => queued.reduce((a, b) => a + b, 0))) {
    const queue = growingQueue(spans);
    return `The backlog grows${queue === -1 ? "" : `, most of all at ${nodeNames[queue]}`}.`;
  }
  return null;
}

function shortness({ spans, batches, mean, warmUpFound, warmUpMs, runMs }: Evidence): string | null {
  if (!warmUpFound)
    return "The warm-up takes more than half of it, or latencies wander too slowly to tell; let it last longer, or set the warm-up by hand.";
  const requests = spans.reduce((sum, { ok, failed }) => sum + ok + failed, 0);
  if (batches.length === 0 || requests < FEWEST_REQUESTS) {
    const left = Math.max(0, runMs - warmUpMs) / 1000;
    return `After the warm-up ${left} s and ${requests} requests are left, too little for an interval; let it last longer.`;
  }
  if (mean?.halfWidthRatio != null && mean.halfWidthRatio > TOO_WIDE) {
    return "Its mean latency is uncertain by more than itself; let it last longer.";
  }
  return null;
}
