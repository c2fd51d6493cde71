import type { RunResult } from "../../lab/result";
import type { Topology } from "../../topology/schema";
import { sessionOf } from "../build";
import type { Summary } from "./statistics";

/** What one run of a model gave. */
export interface Played extends Summary {
  readonly errors: number;
  /** Servers in the order in which the balancer sent to them. */
  readonly sequence: readonly string[];
}

/** A request on its way there, among the hops' codes. */
const REQUEST = 0;

/** A run as its client sees it. */
export function playRequests(topology: Topology): Played {
  const session = sessionOf(topology);
  const { linkIds } = session.layout;
  const sequence: string[] = [];
  session.sampleHops(1);
  while (!session.finished()) {
    session.advance(Number.POSITIVE_INFINITY, 1000);
    const { hops } = session.frame();
    for (let at = 0; at < hops.length; at += 4) {
      const server = /^lb-(s\d+)$/.exec(linkIds[hops[at]])?.[1];
      if (server !== undefined && hops[at + 3] === REQUEST) sequence.push(server);
    }
  }
  const { latencyMs, requests } = session.result();
  return { ...summaryIn(latencyMs), errors: requests.failed, sequence };
}

/** A run as its messages see it: done when acknowledged; the publisher has long been answered. */
export function playMessages(topology: Topology): Played {
  const session = sessionOf(topology);
  session.advance(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
  const { q } = session.result().nodes;
  return { ...summaryIn(q.latencyMs), errors: q.failed, sequence: [] };
}

function summaryIn({ mean, p50, p99 }: RunResult["latencyMs"]): Summary {
  return { meanMs: mean ?? Number.NaN, p50Ms: p50 ?? Number.NaN, p99Ms: p99 ?? Number.NaN };
}
