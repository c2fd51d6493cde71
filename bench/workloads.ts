import { type Topology, topologySchema } from "../src/topology/schema";
import { balancedReference, type Reference, singleReference } from "./reference";

export interface Workload {
  readonly id: string;
  readonly title: string;
  readonly ratePerSecond: number;
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
    version: 1,
    nodes: nodes.map((node) => ({ ...node, position: origin })),
    links,
    run: { seed: 1, durationMs },
  });
}

const client = (ratePerSecond: number) => ({
  id: "client",
  kind: "client",
  config: { traffic: { type: "open", profile: { type: "steady", ratePerSecond } } },
});
const server = (replicas: number) => ({
  id: "server",
  kind: "server",
  config: { replicas, slots: 1, queueLimit: 10_000_000, serviceTime: { type: "exponential", meanMs: SERVICE_MS } },
});
const link = (from: string, to: string, latencyMs: number) => ({
  id: `${from}-${to}`,
  from,
  to,
  config: { latency: { type: "constant", valueMs: latencyMs } },
});
const balancer = { id: "balancer", kind: "load-balancer", config: { algorithm: "two-choices", healthCheck: { enabled: false } } };
const balanced = (latencyMs: number) => (durationMs: number) =>
  document(
    [client(900), balancer, server(10)],
    [link("client", "balancer", latencyMs), link("balancer", "server", latencyMs)],
    durationMs,
  );

export const workloads: readonly Workload[] = [
  {
    id: "balancer-10",
    title: "client, balancer, ten servers at 90 %, two choices",
    ratePerSecond: 900,
    topology: balanced(0),
    reference: balancedReference(10, 0.9, SERVICE_MS),
  },
  {
    id: "balancer-10-hops",
    title: "the same, 1 ms on every link",
    ratePerSecond: 900,
    topology: balanced(1),
    reference: balancedReference(10, 0.9, SERVICE_MS),
  },
  {
    id: "mm1",
    title: "M/M/1 at 80 %",
    ratePerSecond: 80,
    topology: (durationMs) => document([client(80), server(1)], [link("client", "server", 0)], durationMs),
    reference: singleReference(0.08, SERVICE_MS),
  },
];
