import { build } from "../src/testing/build";
import type { Topology } from "../src/topology/schema";

/** The unit of time of all cases is a mean service time, here 1 ms; rates are per unit. */
type Config = Record<string, unknown>;
type NodeWords = [kind: string, config?: Config];
type LinkWords = [from: string, to: string, config?: Config, policies?: Config];

/** More than any case ever fills. */
const ENDLESS = 1_000_000;
export const UNLIMITED_SLOTS = 100_000;

export const constant = (valueMs: number) => ({ type: "constant", valueMs });
export const exponential = (meanMs: number) => ({ type: "exponential", meanMs });
export const lognormal = (meanMs: number, cv: number) => ({ type: "lognormal", meanMs, cv });
export const uniform = (minMs: number, maxMs: number) => ({ type: "uniform", minMs, maxMs });

/** Open traffic: Poisson where nothing else is said. */
export const arrivals = (perUnit: number, pattern = "poisson", operation: Config = {}): NodeWords => [
  "client",
  {
    traffic: { type: "open", arrivals: pattern, profile: { type: "steady", ratePerSecond: 1000 * perUnit } },
    operations: [operation],
  },
];

export const users = (count: number, thinkTime: Config): NodeWords => ["client", { traffic: { type: "closed", users: count, thinkTime } }];

/** One replica with an endless queue; FIFO where nothing else is said. */
export const server = (serviceTime: Config, slots = 1, more: Config = {}): NodeWords => [
  "server",
  { replicas: 1, slots, queueLimit: ENDLESS, serviceTime, ...more },
];

/** Takes no time and holds nothing back: it only passes calls on. */
export const passing = (more: Config = {}): NodeWords => server(constant(0), UNLIMITED_SLOTS, { blocking: false, ...more });

/** A document of these parts; the seed decides every draw. */
export const document =
  (nodes: Record<string, NodeWords>, links: LinkWords[]) =>
  (seed: number): Topology =>
    build({ nodes, links, seed });

/** Traffic to one server. */
export const single = (client: NodeWords, station: NodeWords) => document({ c: client, s: station }, [["c", "s"]]);

/**
 * Ten relaxation times of M/M/1 with mean service 1, after which e^-10 of the empty start is left (Cohen, The Single
 * Server Queue, III.2: 1 / (1 - sqrt(load))^2) [ms].
 */
export const settling = (load: number) => Math.ceil(10 / (1 - Math.sqrt(load)) ** 2);
