import { behaviourOf } from "../catalog/behaviours";
import { distributionOf, fixedMs } from "../catalog/distributions/registry";
import { faultOf } from "../catalog/faults/definitions";
import { kindOf, kinds } from "../catalog/kinds/definitions";
import { policies } from "../catalog/policies/definitions";
import { protocolOf } from "../catalog/protocols/registry";
import type { Operation } from "../catalog/operation";
import type { FaultScope, Plan, PlanFault, PlanLink, PlanNode, PlanOperation } from "../engine/plan";
import type { FaultEntry, FaultTarget, Topology, TopologyNode } from "./schema";

const BITS_PER_BYTE = 8;

/**
 * Turns a checked document into a plan: integers, samplers, behaviours. After this nobody looks up a string. The
 * behaviours it needs must have been loaded (`loadFor`).
 */
export function compile(topology: Topology): Plan {
  const nodes = compileNodes(topology);
  const indexOf = new Map(nodes.map((node) => [node.id, node.index]));
  const links = compileLinks(topology, indexOf);
  const replicas = nodes.reduce((sum, node) => sum + node.replicas, 0);
  return {
    seed: topology.run.seed,
    durationMs: topology.run.durationMs,
    nodes,
    links,
    replicas,
    operations: operationsOf(topology),
    faults: topology.faults.map((fault) => compileFault(topology, nodes, links, fault)),
    kinds: kinds
      .map((kind) => ({ kind, nodes: nodes.filter((node) => node.kind === kind.id) }))
      .filter((used) => used.nodes.length > 0)
      .map(({ kind, nodes }) => ({ id: kind.id, simulate: behaviourOf(kind), nodes })),
    policies: policies
      .map((policy) => ({ policy, links: links.filter((link) => link.policies[policy.id] !== undefined) }))
      .filter((used) => used.links.length > 0)
      .map(({ policy, links }) => ({ id: policy.id, simulate: behaviourOf(policy), links })),
  };
}

/** A fault in terms of the plan; also for one that is added to a run under way. */
export function compileFault(
  topology: Topology,
  nodes: readonly PlanNode[],
  links: readonly PlanLink[],
  fault: FaultEntry,
): PlanFault {
  const definition = faultOf(fault.type);
  const params = fault.params as never;
  return {
    id: fault.id,
    startMs: fault.startMs,
    endMs: fault.durationMs === undefined ? Number.POSITIVE_INFINITY : fault.startMs + fault.durationMs,
    scope: scopeOf(topology, nodes, links, fault.target),
    ...(definition.onLeaders === true ? { onLeaders: true } : {}),
    contribute: (surface, scope) => definition.contribute(surface, scope, params),
  };
}

function compileNodes(topology: Topology): PlanNode[] {
  let replicaBase = 0;
  const leaving = linksBy(topology, "from");
  const arriving = linksBy(topology, "to");
  return (topology.nodes as readonly TopologyNode[]).map((node, index) => {
    const replicas = kindOf(node.kind).replicas(node.config as never);
    const planned = {
      index,
      id: node.id,
      name: node.name,
      kind: node.kind,
      config: node.config,
      replicaBase,
      replicas,
      out: leaving.get(node.id) ?? [],
      in: arriving.get(node.id) ?? [],
    };
    replicaBase += replicas;
    return planned;
  });
}

/** Indices of the links at each node, in document order. */
function linksBy(topology: Topology, end: "from" | "to"): Map<string, number[]> {
  const found = new Map<string, number[]>();
  topology.links.forEach((link, i) => {
    const known = found.get(link[end]);
    if (known === undefined) found.set(link[end], [i]);
    else known.push(i);
  });
  return found;
}

function compileLinks(topology: Topology, indexOf: ReadonlyMap<string, number>): PlanLink[] {
  return topology.links.map((link, index) => {
    const from = indexOf.get(link.from) as number;
    const to = indexOf.get(link.to) as number;
    const { config } = link;
    const caller = kindOf((topology.nodes[from] as TopologyNode).kind);
    return {
      index,
      id: link.id,
      from,
      to,
      lossRatio: config.lossRatio,
      bytesPerMs: (config.bandwidthMbitPerSecond * 1000) / BITS_PER_BYTE,
      protocol: protocolOf(config.protocol).plan(config.protocol),
      weight: config.weight,
      callRatio: config.callRatio,
      deadLetter: config.deadLetter,
      crossingMs: crossingMs(topology, from, to),
      fixedLatencyMs: fixedMs(config.latency),
      bindLatency: (stream) => distributionOf(config.latency).sampler(config.latency, stream),
      policies: caller.ports.callerPolicies ? link.policies : {},
    };
  });
}

/** Boundaries that contain the node, innermost first. */
function boundariesOf(topology: Topology, node: number): string[] {
  const chain: string[] = [];
  let id = (topology.nodes[node] as TopologyNode).boundary;
  while (id !== undefined && !chain.includes(id)) {
    chain.push(id);
    id = topology.boundaries.find((boundary) => boundary.id === id)?.parent;
  }
  return chain;
}

/** The greatest latency among the borders that a link crosses [ms]. */
function crossingMs(topology: Topology, from: number, to: number): number {
  const a = boundariesOf(topology, from);
  const b = boundariesOf(topology, to);
  const crossed = [...a.filter((id) => !b.includes(id)), ...b.filter((id) => !a.includes(id))];
  return topology.boundaries.reduce(
    (most, boundary) => (crossed.includes(boundary.id) ? Math.max(most, boundary.config.crossLatencyMs) : most),
    0,
  );
}

function operationsOf(topology: Topology): PlanOperation[] {
  return (topology.nodes as readonly TopologyNode[])
    .filter((node) => "operations" in node.config)
    .flatMap((node) => node.config.operations as Operation[])
    .map((operation) => ({
      name: operation.name,
      writes: operation.access === "write",
      requestBytes: operation.requestBytes,
      responseBytes: operation.responseBytes,
      deadlineMs: operation.deadlineMs,
      priority: operation.priority,
    }));
}

function scopeOf(
  topology: Topology,
  nodes: readonly PlanNode[],
  links: readonly PlanLink[],
  target: FaultTarget,
): FaultScope {
  const range = (node: PlanNode) => Array.from({ length: node.replicas }, (_, i) => node.replicaBase + i);
  switch (target.type) {
    case "node": {
      const node = nodes.find((candidate) => candidate.id === target.id) as PlanNode;
      const replicas = target.replicas?.map((replica) => node.replicaBase + replica) ?? range(node);
      return { nodes: [node.index], replicas, links: [] };
    }
    case "link":
      return { nodes: [], replicas: [], links: links.filter((link) => link.id === target.id).map((l) => l.index) };
    case "boundary": {
      const inside = nodes.filter((node) => boundariesOf(topology, node.index).includes(target.id));
      const within = new Set(inside.map((node) => node.index));
      const crossing = links.filter((link) => within.has(link.from) !== within.has(link.to));
      return { nodes: [...within], replicas: inside.flatMap(range), links: crossing.map((link) => link.index) };
    }
    case "all":
      return {
        nodes: nodes.map((node) => node.index),
        replicas: nodes.flatMap(range),
        links: links.map((link) => link.index),
      };
  }
}
