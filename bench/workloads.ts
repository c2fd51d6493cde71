import { type Topology, topologySchema } from "../src/topology/schema";
import { balanced, type Reference, single, tiers } from "./reference";

export interface Workload {
  readonly id: string;
  readonly title: string;
  readonly ratePerSecond: number;
  /** Simulated time until requests enter and leave at the same rate [ms]; not timed. */
  readonly warmUpMs: number;
  /** Requests timed in a round. */
  readonly requests: number;
  /**
   * What counts as an event: an arrival and a departure per request (2), as the literature on queueing simulators
   * counts, or every event that went through the queue of pending events.
   */
  readonly events: "two per request" | "scheduled";
  readonly topology: (durationMs: number) => Topology;
  /** The same queueing work, written by hand for this case alone. */
  readonly reference: Reference;
}

const SERVICE_MS = 10;
const origin = { x: 0, y: 0 };
type Config = Record<string, unknown>;

function document(nodes: Config[], links: Config[], durationMs: number): Topology {
  return topologySchema.parse({
    format: "faultyard-topology",
    version: 2,
    nodes: nodes.map((node) => ({ ...node, position: origin })),
    links,
    run: { seed: 1, durationMs },
  });
}

const client = (ratePerSecond: number, operations?: Config[]) => ({
  id: "client",
  kind: "client",
  config: { traffic: { type: "open", profile: { type: "steady", ratePerSecond } }, ...(operations ? { operations } : {}) },
});
const server = (replicas: number, meanMs = SERVICE_MS, more: Config = {}, id = "server") => ({
  id,
  kind: "server",
  config: { replicas, slots: 1, queueLimit: 10_000_000, serviceTime: { type: "exponential", meanMs }, ...more },
});
const at = (valueMs: number) => ({ type: "constant", valueMs });
const link = (from: string, to: string, latency: Config = at(0), policies: Config = {}) => ({
  id: `${from}-${to}`,
  from,
  to,
  config: { latency },
  policies,
});
const twoChoices = (id: string) => ({
  id,
  kind: "load-balancer",
  config: { algorithm: "two-choices", healthCheck: { enabled: false } },
});

const TIERS = 10;
const REPLICAS_PER_TIER = 10;
const MESH_PER_SECOND = 10_000;

/**
 * 100 replicas in ten tiers, each behind a balancer with two choices; a request goes down all ten and comes back.
 * 20 hops of random latency, ten pieces of work and an arrival: 31 scheduled events for each request.
 */
function mesh(hopMs: number, policies: Config = {}) {
  return (durationMs: number) => {
    const nodes: Config[] = [client(MESH_PER_SECOND)];
    const links: Config[] = [];
    for (let tier = 0; tier < TIERS; tier++) {
      const last = tier === TIERS - 1;
      nodes.push(twoChoices(`balancer-${tier}`));
      // 80 % busy: 1,000 requests/s for each replica, and free for others while it waits for the next tier.
      nodes.push(server(REPLICAS_PER_TIER, 0.8, last ? {} : { blocking: false }, `tier-${tier}`));
      links.push(link(tier === 0 ? "client" : `tier-${tier - 1}`, `balancer-${tier}`, at(0), policies));
      links.push(link(`balancer-${tier}`, `tier-${tier}`, { type: "exponential", meanMs: hopMs }));
    }
    return document(nodes, links, durationMs);
  };
}

const CHECKOUT_PER_SECOND = 10_000;

/** Balancer, three services, cache, database and queue, with time limits, retries and breakers, as shops have them. */
function checkout(durationMs: number): Topology {
  const timed = { timeout: { perTryMs: 250 }, retry: { maxAttempts: 3, baseMs: 10 }, circuitBreaker: {} };
  const network = { type: "lognormal", meanMs: 0.5, cv: 0.5 };
  const shop = (id: string, replicas: number, meanMs: number) =>
    server(replicas, meanMs, { slots: 16, queueLimit: 1000, blocking: false }, id);
  return document(
    [
      client(CHECKOUT_PER_SECOND, [
        { name: "browse", weight: 8, key: { type: "zipf", keys: 100_000, exponent: 0.9 } },
        { name: "buy", weight: 2, access: "write", key: { type: "zipf", keys: 100_000, exponent: 0.9 } },
      ]),
      twoChoices("balancer"),
      shop("frontend", 6, 4),
      shop("cart", 4, 3),
      shop("payment", 4, 3),
      { id: "cache", kind: "cache", config: { shards: 3, capacity: 20_000, slots: 64, lookupTime: { type: "exponential", meanMs: 0.2 } } },
      {
        id: "database",
        kind: "database",
        config: {
          parallelism: 64,
          connections: 400,
          standbys: 1,
          readTime: { type: "exponential", meanMs: 2 },
          writeTime: { type: "exponential", meanMs: 4 },
        },
      },
      { id: "orders", kind: "queue", config: { prefetch: 50 } },
      server(4, 2, { slots: 16 }, "mailer"),
    ],
    [
      link("client", "balancer", network, { timeout: { perTryMs: 1000 }, retry: { maxAttempts: 2, baseMs: 50 } }),
      link("balancer", "frontend", network),
      link("frontend", "cart", network, timed),
      link("cart", "cache", network, timed),
      link("cache", "database", network),
      { ...link("frontend", "payment", network, timed), config: { latency: network, callRatio: 0.2 } },
      link("payment", "orders", network, timed),
      link("orders", "mailer", network),
    ],
    durationMs,
  );
}

const inFlightHopMs = (inFlight: number) => {
  // 20 hops and ten stays at a tier, of about 1.5 ms each with two choices at 80 %.
  const totalMs = (1000 * inFlight) / MESH_PER_SECOND;
  return (totalMs - 15) / 20;
};
const DEEP_HOP_MS = inFlightHopMs(100_000);
const HOP_MS = inFlightHopMs(10_000);

export const workloads: readonly Workload[] = [
  {
    id: "mm1",
    title: "M/M/1 at 80 %",
    ratePerSecond: 80,
    warmUpMs: 60_000,
    requests: 1_000_000,
    events: "two per request",
    topology: (durationMs) => document([client(80), server(1)], [link("client", "server")], durationMs),
    reference: single(0.08, SERVICE_MS),
  },
  {
    id: "two-choices",
    title: "two-choice balancer over ten servers at 90 %",
    ratePerSecond: 900,
    warmUpMs: 20_000,
    requests: 600_000,
    events: "two per request",
    topology: (durationMs) =>
      document([client(900), twoChoices("balancer"), server(10)], [link("client", "balancer"), link("balancer", "server")], durationMs),
    reference: balanced(10, 0.9, SERVICE_MS),
  },
  {
    id: "mesh",
    title: "mesh of 100 replicas in ten tiers, 10,000 in flight",
    ratePerSecond: MESH_PER_SECOND,
    warmUpMs: 4000,
    requests: 60_000,
    events: "scheduled",
    topology: mesh(HOP_MS),
    reference: tiers({ tiers: TIERS, replicas: REPLICAS_PER_TIER, ratePerMs: 10, serviceMs: 0.8, hopMs: HOP_MS, limitMs: 0 }),
  },
  {
    id: "mesh-timeouts",
    title: "the mesh with a timeout on every call",
    ratePerSecond: MESH_PER_SECOND,
    warmUpMs: 4000,
    requests: 60_000,
    events: "scheduled",
    topology: mesh(HOP_MS, { timeout: { perTryMs: 5000, overallMs: 0 } }),
    reference: tiers({ tiers: TIERS, replicas: REPLICAS_PER_TIER, ratePerMs: 10, serviceMs: 0.8, hopMs: HOP_MS, limitMs: 5000 }),
  },
  {
    id: "mesh-deep",
    title: "the mesh with 100,000 in flight",
    ratePerSecond: MESH_PER_SECOND,
    warmUpMs: 25_000,
    requests: 60_000,
    events: "scheduled",
    topology: mesh(DEEP_HOP_MS),
    reference: tiers({ tiers: TIERS, replicas: REPLICAS_PER_TIER, ratePerMs: 10, serviceMs: 0.8, hopMs: DEEP_HOP_MS, limitMs: 0 }),
  },
  {
    id: "checkout",
    title: "checkout: balancer, services, cache, database, queue, retries, breakers",
    ratePerSecond: CHECKOUT_PER_SECOND,
    warmUpMs: 4000,
    requests: 100_000,
    events: "scheduled",
    topology: checkout,
    // Five stations one behind the other, without anything that makes it a shop.
    reference: tiers({ tiers: 5, replicas: 6, ratePerMs: 10, serviceMs: 0.4, hopMs: 0.5, limitMs: 0 }),
  },
];
