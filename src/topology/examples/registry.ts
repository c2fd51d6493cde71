import { type Json, migrate } from "../migrations";
import { type Topology, topologySchema } from "../schema";
import { type CureFile, cured } from "./cure";
import { firstRunExample } from "./first-run";

/** Where an example stands in the gallery. */
export const exampleGroups = [
  { id: "start", title: "Start here" },
  { id: "failures", title: "Failures that feed themselves" },
  { id: "incidents", title: "Published incidents" },
] as const;
export type ExampleGroup = (typeof exampleGroups)[number]["id"];

/** A worked example: one document that teaches one thing. */
export interface Example {
  readonly id: string;
  readonly group: ExampleGroup;
  readonly title: string;
  /** What one learns from it, in one sentence. */
  readonly lesson: string;
  load(): Promise<Topology>;
  readonly cure?: Cure;
}

/** The same document with little changed: with that the trouble ends, or does not begin. */
export interface Cure {
  /** What is changed, in a few words. */
  readonly remedy: string;
  load(): Promise<Topology>;
}

type File<F> = () => Promise<{ default: F }>;
type Entry = Omit<Example, "group">;

const opened = (document: Json): Topology => topologySchema.parse(migrate(document));

function example(id: string, title: string, lesson: string, file: File<Json>): Entry {
  return { id, title, lesson, load: async () => opened((await file()).default) };
}

function curable(id: string, title: string, lesson: string, file: File<Json>, remedy: string, cure: File<CureFile>): Entry {
  const load = async () => opened(cured((await file()).default, `${title}, cured by ${remedy}`, (await cure()).default));
  return { ...example(id, title, lesson, file), cure: { remedy, load } };
}

// biome-ignore format: one line each
const byGroup: Readonly<Record<ExampleGroup, readonly Entry[]>> = {
  start: [
    { id: "first-run", title: "Checkout", lesson: "A small shop under steady traffic: kill a replica and watch it recover.", load: async () => firstRunExample() },
    example("three-tier", "Load-balanced three tiers", "A dead host gets traffic until the health check notices.", () => import("./three-tier.json")),
    example("balancing", "Balancing around a slow replica", "Round robin does not see slowness; least connections and two choices do.", () => import("./balancing.json")),
    example("two-zones", "Two zones, one goes down", "Losing a zone is harmless only while the other has room for everything.", () => import("./two-zones.json")),
    example("cold-cache", "Cache in front of a database", "A cold cache hands its database more than it can do.", () => import("./cold-cache.json")),
    example("replicated-database", "Replicated database", "Standbys take reads, at the price of stale answers.", () => import("./replicated-database.json")),
    example("queue-workers", "Queue-based workers", "A queue turns a flood into waiting, and the users do not feel it.", () => import("./queue-workers.json")),
    example("protocols", "REST, gRPC and a queue, side by side", "The same work over three protocols: who hangs up, who cancels, and who does not wait.", () => import("./protocols.json")),
    example("autoscaling", "An autoscaler behind a spike", "No replica is more than 100 % busy: an autoscaler that looks at utilisation climbs in steps, and the users wait for it.", () => import("./autoscaling.json")),
    example("closed-loop", "Users who wait, users who do not", "Closed-loop users slow down with the system; open-loop traffic piles up.", () => import("./closed-loop.json")),
    example("conferencing", "Conferencing by locations", "Media goes to the location with room, then to its overflow; signalling stays, and management may be down.", () => import("./conferencing.json")),
  ],
  failures: [
    curable("retry-storm", "A retry storm that does not end", "Retries without back-off keep a server overloaded long after the cause is gone.", () => import("./retry-storm.json"), "a retry budget", () => import("./retry-storm.cure.json")),
    curable("gc-death-spiral", "A collector's death spiral", "The more is in work the more there is to collect, and the less gets done.", () => import("./failures/gc-death-spiral.json"), "fewer threads", () => import("./failures/gc-death-spiral.cure.json")),
    curable("pool-exhaustion", "Connection pool exhaustion", "Slow queries hold the connections; retries hold them when the queries are fast again.", () => import("./failures/pool-exhaustion.json"), "a short waiting line", () => import("./failures/pool-exhaustion.cure.json")),
    curable("cache-stampede", "Cache stampede", "When a hot entry expires everybody fetches it; when fetching is slow nobody stores it.", () => import("./failures/cache-stampede.json"), "single flight", () => import("./failures/cache-stampede.cure.json")),
    curable("cache-flush", "A cache flush that does not end", "A database too slow for an empty cache never fills it again.", () => import("./failures/cache-flush.json"), "load shedding", () => import("./failures/cache-flush.cure.json")),
    curable("timeout-cascade", "Timeout cascade", "Timeouts and retries in every layer multiply: eight calls for one, and they do not stop.", () => import("./failures/timeout-cascade.json"), "a circuit breaker", () => import("./failures/timeout-cascade.cure.json")),
    curable("balancer-sinkhole", "Balancer sinkholing", "A dead replica answers fastest, so fewest connections sends it nearly everything.", () => import("./failures/balancer-sinkhole.json"), "outlier detection", () => import("./failures/balancer-sinkhole.cure.json")),
    curable("goodput-collapse", "Goodput collapse", "First come, first served, and everyone served has left: busy, and of no use.", () => import("./failures/goodput-collapse.json"), "adaptive LIFO", () => import("./failures/goodput-collapse.cure.json")),
    example("microservice-chain", "A chain of services", "One slow service at the end fills every slot up to the front.", () => import("./microservice-chain.json")),
    example("circuit-breaker", "Circuit breaker", "Failing fast on one dependency keeps everything else alive.", () => import("./circuit-breaker.json")),
  ],
  incidents: [
    curable("metastable-failure", "Metastable failure", "A short outage, one retry, and an overload that nothing but less load ends.", () => import("./incidents/metastable-failure.json"), "a retry budget", () => import("./incidents/metastable-failure.cure.json")),
    curable("thundering-herd", "A thundering herd at a cache", "A dropped entry is fetched by everybody who misses it.", () => import("./incidents/thundering-herd.json"), "leases", () => import("./incidents/thundering-herd.cure.json")),
    curable("tail-at-scale", "The tail at scale", "One leaf in a hundred is slow, and 63 % of the requests that ask a hundred.", () => import("./incidents/tail-at-scale.json"), "hedging", () => import("./incidents/tail-at-scale.cure.json")),
    curable("backoff-and-jitter", "Backoff without jitter", "Who backs off equally long comes back at the same time.", () => import("./incidents/backoff-and-jitter.json"), "full jitter", () => import("./incidents/backoff-and-jitter.cure.json")),
    curable("lost-zone", "A lost zone takes the other along", "A fifth too much, and of what the other zone could do nothing is left.", () => import("./incidents/lost-zone.json"), "load shedding", () => import("./incidents/lost-zone.cure.json")),
    curable("codel-and-lifo", "Overload, first come, first served", "In a long queue everyone is served, and nobody in time.", () => import("./incidents/codel-and-lifo.json"), "adaptive LIFO and CoDel", () => import("./incidents/codel-and-lifo.cure.json")),
    curable("failover-losing-writes", "A failover that loses writes", "What a lost primary acknowledged, and nobody else had, is gone.", () => import("./incidents/failover-losing-writes.json"), "a quorum", () => import("./incidents/failover-losing-writes.cure.json")),
    curable("rebalance-lag", "Lag while a group finds out", "A dead consumer's partitions wait for its session to time out.", () => import("./incidents/rebalance-lag.json"), "a short session", () => import("./incidents/rebalance-lag.cure.json")),
    curable("gray-failure", "A gray failure that health checks miss", "A replica that passes every check and fails every request.", () => import("./incidents/gray-failure.json"), "outlier detection", () => import("./incidents/gray-failure.cure.json")),
  ],
};

/** Every example in gallery order. */
export const examples: readonly Example[] = exampleGroups.flatMap(({ id: group }) => byGroup[group].map((entry) => ({ ...entry, group })));
