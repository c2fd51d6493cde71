import { HOP_CODES, type HopCode } from "../lab/frame";
import type { Session } from "../lab/session";
import type { Topology } from "../topology/schema";
import { sessionOf } from "./build";

type Config = Record<string, unknown>;

export const constant = (valueMs: number) => ({ type: "constant", valueMs });

/** A client whose requests leave at exactly 1/rate, 2/rate, ... */
export const even = (ratePerSecond: number, operations?: Config[]): [string, Config] => [
  "client",
  {
    traffic: { type: "open", arrivals: "even", profile: { type: "steady", ratePerSecond } },
    ...(operations ? { operations } : {}),
  },
];

/** A client that sends `count` requests: at `startMs` + `everyMs`, + 2 `everyMs`, and so on; then none. */
export const burst = (count: number, everyMs = 1, startMs = 0, operations?: Config[]): [string, Config] => [
  "client",
  {
    traffic: {
      type: "open",
      arrivals: "even",
      profile: {
        type: "steps",
        steps: [
          { atMs: 0, ratePerSecond: 0 },
          { atMs: startMs, ratePerSecond: 1000 / everyMs },
          { atMs: startMs + (count + 0.5) * everyMs, ratePerSecond: 0 },
        ],
      },
    },
    ...(operations ? { operations } : {}),
  },
];

/** One replica and one slot unless told otherwise; every request takes the same time. */
export const steadyServer = (serviceMs: number, more: Config = {}): [string, Config] => [
  "server",
  { replicas: 1, slots: 1, serviceTime: constant(serviceMs), ...more },
];

export interface Hop {
  readonly link: string;
  readonly code: HopCode;
  readonly departMs: number;
  /** NaN when lost. */
  readonly arriveMs: number;
}

/** Every message of a short run, in the order of departure. */
export function hopsOf(topology: Topology): Hop[] {
  const session = sessionOf(topology);
  session.sampleHops(1);
  const { linkIds } = session.layout;
  const hops: Hop[] = [];
  while (!session.finished()) {
    session.advance(Number.POSITIVE_INFINITY, 500);
    const { hops: rows } = session.frame();
    for (let at = 0; at < rows.length; at += 4) {
      hops.push({ link: linkIds[rows[at]], departMs: rows[at + 1], arriveMs: rows[at + 2], code: HOP_CODES[rows[at + 3]] });
    }
  }
  return hops;
}

/** The session, run until just after everything due at `untilMs`. */
export function at(session: Session, untilMs: number): Session {
  session.advance(untilMs, Number.POSITIVE_INFINITY);
  return session;
}

/** Half the width of the 99.9 % interval of a binomial count. */
export const binomialMargin = (draws: number, ratio: number) => 3.29 * Math.sqrt(draws * ratio * (1 - ratio));
