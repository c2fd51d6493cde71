import { STREAM_WORDS, Stream, seedStream } from "../base/stream";
import { behaviourOf } from "../catalog/behaviours";
import { distributionOf, fixedMs } from "../catalog/distributions/registry";
import type { FaultCycleConfig } from "../catalog/faults/define";
import { faultOf } from "../catalog/faults/definitions";
import { kindOf, kinds } from "../catalog/kinds/definitions";
import type { Operation } from "../catalog/operation";
import { policies } from "../catalog/policies/definitions";
import { protocolOf } from "../catalog/protocols/registry";
import type { FaultScope, Plan, PlanCycle, PlanFault, PlanLink, PlanNode, PlanOperation } from "../engine/plan";
import { pathsAcross, pathsOf, placesByNode } from "./places";
import type { FaultEntry, FaultTarget, NodeTarget, Topology, TopologyNode } from "./schema";

const BITS_PER_BYTE = 8;

/**
 * Turns a checked document into a plan: integers, samplers, behaviours. After this nobody looks up a string. The
 * behaviours it needs must have been loaded (`loadFor`).
 */
export function compile(topology: Topology): Plan {
  const nodes = compileNodes(topology);
  const indexOf = new Map(nodes.map((node) => [node.id, node.index]));
  const operations = operationsOf(topology);
  const ends = topology.links.map(({ from, to }) => ({ from: indexOf.get(from) as number, to: indexOf.get(to) as number }));
  const { paths, byLink } = pathsOf(topology, nodes, ends);
  const links = compileLinks(topology, ends, byLink, operations);
  const replicas = nodes.reduce((sum, node) => sum + node.replicas, 0);
  return {
    seed: topology.run.seed,
    durationMs: topology.run.durationMs,
    nodes,
    links,
    paths,
    replicas,
    operations,
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
export function compileFault(topology: Topology, nodes: readonly PlanNode[], links: readonly PlanLink[], fault: FaultEntry): PlanFault {
  const definition = faultOf(fault.type);
  const params = fault.params as never;
  const cycle = definition.cycle?.(params);
  const ramped = definition.scaled;
  return {
    id: fault.id,
    startMs: fault.startMs,
    endMs: fault.durationMs === undefined ? Number.POSITIVE_INFINITY : fault.startMs + fault.durationMs,
    rampMs: fault.rampMs ?? 0,
    rampsBy: ramped === undefined ? "scope" : "magnitude",
    ...(cycle === undefined ? {} : { cycle: bindCycle(cycle) }),
    scope: scopeOf(topology, nodes, links, fault),
    ...(definition.onLeaders === true ? { onLeaders: true } : {}),
    contribute: (surface, scope, strength) =>
      definition.contribute(surface, scope, strength < 1 && ramped ? (ramped(params, strength) as never) : params),
  };
}

function compileNodes(topology: Topology): PlanNode[] {
  let replicaBase = 0;
  const leaving = linksBy(topology, "from");
  const arriving = linksBy(topology, "to");
  const room = roomByNode(topology);
  const places = placesByNode(topology);
  return (topology.nodes as readonly TopologyNode[]).map((node, index) => {
    const usual = kindOf(node.kind).replicas(node.config as never);
    const replicas = Math.max(usual, room.get(node.id) ?? 0);
    const planned = {
      index,
      id: node.id,
      name: node.name,
      kind: node.kind,
      config: node.config,
      replicaBase,
      replicas,
      usual,
      places: places[index],
      out: leaving.get(node.id) ?? [],
      in: arriving.get(node.id) ?? [],
    };
    replicaBase += replicas;
    return planned;
  });
}

/** By node, the most replicas that a planned fault sets. */
function roomByNode({ faults }: Topology): Map<string, number> {
  const room = new Map<string, number>();
  for (const { type, target, params } of faults) {
    const wanted = faultOf(type).resizesTo?.(params as never);
    if (wanted === undefined || target.type !== "node") continue;
    room.set(target.id, Math.max(wanted, room.get(target.id) ?? 0));
  }
  return room;
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

function compileLinks(
  topology: Topology,
  ends: readonly { readonly from: number; readonly to: number }[],
  paths: readonly PlanLink["paths"][],
  operations: readonly PlanOperation[],
): PlanLink[] {
  return topology.links.map((link, index) => {
    const { from, to } = ends[index];
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
      priorityLevel: config.priorityLevel,
      callRatio: config.callRatio,
      deadLetter: config.deadLetter,
      operations: maskOf(operations, config.operations),
      paths: paths[index],
      fixedLatencyMs: fixedMs(config.latency),
      bindLatency: (stream) => distributionOf(config.latency).sampler(config.latency, stream),
      policies: caller.ports.callerPolicies ? link.policies : {},
    };
  });
}

/** 1 for each operation of these names, whichever client asks for it; null for all. */
function maskOf(operations: readonly PlanOperation[], names: readonly string[]): Uint8Array | null {
  return names.length === 0 ? null : Uint8Array.from(operations, ({ name }) => (names.includes(name) ? 1 : 0));
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

function bindCycle({ apart, lasts }: FaultCycleConfig): PlanCycle {
  return {
    bindApart: (stream) => distributionOf(apart).sampler(apart, stream),
    bindLasts: (stream) => distributionOf(lasts).sampler(lasts, stream),
  };
}

function scopeOf(topology: Topology, nodes: readonly PlanNode[], links: readonly PlanLink[], { id, target }: FaultEntry): FaultScope {
  const inScope = (some: readonly PlanNode[], touching: readonly PlanLink[], replicas = some.flatMap(replicasOf)) => ({
    nodes: some.map(({ index }) => index),
    replicas,
    links: touching.map(({ index }) => index),
    severed: [],
    ways: touching.flatMap(({ index, paths }) => (paths?.flat() ?? [index]).flatMap((path) => waysOf(path, target))),
  });
  switch (target.type) {
    case "node": {
      const node = nodes.find((candidate) => candidate.id === target.id) as PlanNode;
      const touching = links.filter(({ from, to }) => from === node.index || to === node.index);
      return inScope([node], touching, chosenReplicas(topology.run.seed, id, node, target));
    }
    case "link":
      return inScope(
        [],
        links.filter((link) => link.id === target.id),
      );
    case "boundary": {
      const boundary = topology.boundaries.findIndex((candidate) => candidate.id === target.id);
      const isInside = (place: readonly number[]) => place.includes(boundary);
      const across = links.map((link) => ({ link, paths: pathsAcross(boundary, link, nodes) }));
      const replicasIn = (node: PlanNode) => replicasOf(node).filter((_, i) => isInside(node.places[i % node.places.length]));
      const isWhole = ({ places }: PlanNode) => places.every(isInside);
      return {
        nodes: nodes.filter(isWhole).map(({ index }) => index),
        replicas: nodes.flatMap(replicasIn),
        severed: nodes.flatMap((node) => (isWhole(node) ? [] : replicasIn(node))),
        links: across.filter(({ link, paths }) => paths.length === (link.paths?.flat().length ?? 1)).map(({ link }) => link.index),
        ways: across.flatMap(({ paths }) => paths.flatMap((path) => waysOf(path, target))),
      };
    }
    case "all":
      return inScope(nodes, links);
  }
}

const replicasOf = (node: PlanNode) => Array.from({ length: node.replicas }, (_, i) => node.replicaBase + i);

/** Named replicas, or so many or such a share of them, chosen by the fault's own chance; all where nothing is said. */
function chosenReplicas(seed: number, id: string, node: PlanNode, target: NodeTarget): number[] {
  const { replicas, count, percent } = target;
  if (replicas !== undefined) return replicas.map((replica) => node.replicaBase + replica);
  const all = replicasOf(node);
  if (count === undefined && percent === undefined) return all;
  const wanted = Math.min(all.length, count ?? Math.ceil(((percent ?? 100) / 100) * all.length));
  const words = new Int32Array(STREAM_WORDS);
  seedStream(words, 0, seed, `fault:${id}:chosen`);
  const stream = new Stream(words, 0);
  for (let i = 0; i < wanted; i++) {
    const j = i + stream.below(all.length - i);
    [all[i], all[j]] = [all[j], all[i]];
  }
  return all.slice(0, wanted).sort((a, b) => a - b);
}

/** The directions of a path that a target means. */
function waysOf(path: number, target: FaultTarget): number[] {
  const direction = target.type === "link" ? target.direction : undefined;
  const ways = [2 * path, 2 * path + 1];
  if (direction === undefined) return ways;
  return direction === "forward" ? [ways[0]] : [ways[1]];
}
