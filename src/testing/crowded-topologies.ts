import fc from "fast-check";
import { crash } from "../catalog/faults/crash";
import { pause } from "../catalog/faults/pause";
import { apiGateway } from "../catalog/kinds/api-gateway/definition";
import { cache } from "../catalog/kinds/cache/definition";
import { cdn } from "../catalog/kinds/cdn/definition";
import { client } from "../catalog/kinds/client/definition";
import { database } from "../catalog/kinds/database/definition";
import { kindOf } from "../catalog/kinds/definitions";
import { external } from "../catalog/kinds/external/definition";
import { functionKind } from "../catalog/kinds/function/definition";
import { log } from "../catalog/kinds/log/definition";
import { queue } from "../catalog/kinds/queue/definition";
import { quorumStore } from "../catalog/kinds/quorum-store/definition";
import { server } from "../catalog/kinds/server/definition";
import { worker } from "../catalog/kinds/worker/definition";
import { type Topology, topologySchema } from "../topology/schema";
import { topologyArbitrary } from "./arbitraries";
import { hurried } from "./scaling-stage";

const exponential = (most: number) => fc.integer({ min: 1, max: most }).map((meanMs) => ({ type: "exponential", meanMs }));
const upTo = (max: number, min = 1) => fc.integer({ min, max });

/** Entries that soon leave or expire, so that all that a cache can do is done. */
const shortLived = {
  capacity: upTo(40),
  ttlMs: upTo(300),
  singleFlight: fc.boolean(),
  staleWhileRevalidateMs: upTo(200, 0),
  staleIfErrorMs: upTo(200, 0),
};

/** Too little of everything, by kind; laid over what the kind has anyway. */
const scarcity = fc.record({
  [client.id]: fc.record({
    traffic: fc.oneof(
      fc.record({
        type: fc.constant("open"),
        profile: fc.record({ type: fc.constant("steady"), ratePerSecond: upTo(500, 100) }),
      }),
      fc.record({ type: fc.constant("closed"), users: upTo(40, 5), thinkTime: exponential(40) }),
    ),
  }),
  [server.id]: fc.record({
    replicas: upTo(2),
    work: fc.constantFrom("slots", "slots", "sharing"),
    slots: upTo(3),
    queueLimit: upTo(40, 0),
    serviceTime: exponential(30),
    autoscaling: fc.option(
      fc.constantFrom({ type: "utilisation", targetRatio: 0.5 }, { type: "inFlight", target: 2 }).map((metric) => hurried({ metric })),
      { nil: undefined },
    ),
  }),
  [functionKind.id]: fc.record({
    concurrency: upTo(6),
    minInstances: upTo(2, 0),
    serviceTime: exponential(30),
    coldStart: exponential(40),
    idleExpiryMs: upTo(200),
    burstInstances: upTo(4),
    burstPeriodMs: upTo(400),
    timeLimitMs: upTo(80, 0),
  }),
  [cache.id]: fc.record({
    ...shortLived,
    shards: upTo(2),
    slots: upTo(2),
    lookupTime: exponential(8),
    writes: fc.constantFrom("through", "around", "behind"),
    flushIntervalMs: upTo(200),
    flushKeys: upTo(20),
    batchKeys: upTo(5),
  }),
  [cdn.id]: fc.record({
    ...shortLived,
    pops: upTo(3),
    edgeTime: exponential(4),
    shield: fc.option(fc.record({ capacity: upTo(40), latency: exponential(10) }), { nil: undefined }),
  }),
  [database.id]: fc.record({
    connections: upTo(4),
    waitLimit: upTo(30, 0),
    parallelism: upTo(3),
    standbys: upTo(1, 0),
    readTime: exponential(20),
    writeTime: exponential(20),
  }),
  [apiGateway.id]: fc.record({
    replicas: upTo(2),
    slots: upTo(3),
    queueLimit: upTo(40, 0),
    overhead: exponential(10),
    authentication: fc.option(fc.record({ time: exponential(10), cacheTtlMs: upTo(200, 0) }), { nil: undefined }),
  }),
  [external.id]: fc.record({ availabilityRatio: fc.constantFrom(1, 0.8), repairMs: upTo(200) }),
  [quorumStore.id]: fc.record({
    nodes: upTo(5, 3),
    copies: upTo(3),
    parallelism: upTo(2),
    readTime: exponential(20),
    writeTime: exponential(20),
    timeoutMs: upTo(300),
    handoffMs: upTo(200),
  }),
  [worker.id]: fc.record({
    replicas: upTo(2),
    slots: upTo(3),
    serviceTime: exponential(30),
    acknowledge: fc.constantFrom("after", "before"),
    tries: upTo(3),
    retryPauseMs: upTo(40, 0),
    autoscaling: fc.option(fc.constant(hurried({ metric: { type: "utilisation", targetRatio: 0.5 } })), { nil: undefined }),
  }),
  [log.id]: fc.record({
    partitions: upTo(4),
    replicationFactor: upTo(3),
    minInsync: upTo(2),
    acks: fc.constantFrom("0", "1", "all"),
    lingerMs: upTo(10, 0),
    deliveryTimeoutMs: upTo(400, 50),
    brokerSessionMs: upTo(200, 50),
    brokerHeartbeatMs: upTo(40, 10),
    replicaLagMs: upTo(200, 20),
    uncleanElection: fc.boolean(),
    retentionMs: fc.constantFrom(0, 0, 300),
    sessionMs: upTo(200, 50),
    heartbeatMs: upTo(40, 10),
    maxPollRecords: upTo(20),
    maxPollIntervalMs: upTo(400, 50),
    commitIntervalMs: upTo(100, 10),
  }),
  [queue.id]: fc.record({
    prefetch: upTo(3, 0),
    maxLength: upTo(60),
    deliveryLimit: upTo(4),
    confirms: fc.boolean(),
    storage: fc.oneof(
      fc.record({
        type: fc.constant("quorum"),
        members: fc.constantFrom(1, 1, 3),
        electionMs: upTo(100),
        replicationTime: exponential(5),
      }),
      fc.record({ type: fc.constant("classic"), durable: fc.boolean() }),
    ),
  }),
});

/** One more outage in the middle of the run, of some node that others call. */
const outage = fc.record({
  type: fc.constantFrom(crash.id, pause.id),
  at: fc.double({ min: 0.2, max: 0.7, noNaN: true }),
  of: fc.nat(),
  durationMs: upTo(400, 60),
});

/**
 * Random documents in which work waits: the shapes, policies and faults of `topologyArbitrary` with too few slots,
 * connections and places for their traffic. There hardly anything ever queues.
 */
export const crowdedTopologyArbitrary: fc.Arbitrary<Topology> = fc
  .tuple(topologyArbitrary, scarcity, fc.array(outage, { minLength: 2, maxLength: 3 }))
  .map(([topology, scarce, outages]) => {
    const nodes = topology.nodes.map((node) => ({
      ...node,
      config: { ...node.config, ...(scarce as Readonly<Record<string, object>>)[node.kind] },
    }));
    const replicasOf = (id: string) => {
      const node = nodes.find((one) => one.id === id);
      return node === undefined ? 1 : kindOf(node.kind).replicas(node.config as never);
    };
    const planned = topology.faults.map((fault) =>
      fault.target.type === "node" && fault.target.replicas !== undefined
        ? { ...fault, target: { ...fault.target, replicas: [replicasOf(fault.target.id) - 1] } }
        : fault,
    );
    const called = nodes.filter(({ kind }) => kindOf(kind).ports.incoming);
    const more = outages.map(({ type, at, of, durationMs }, i) => ({
      id: `outage${i}`,
      type,
      target: { type: "node", id: called[of % called.length].id },
      startMs: Math.floor(at * topology.run.durationMs),
      durationMs,
    }));
    return topologySchema.parse({ ...topology, nodes, faults: [...planned, ...more] });
  });
