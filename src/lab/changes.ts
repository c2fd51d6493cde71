import { kindOf } from "../catalog/kinds/definitions";
import type { FaultEntry, Topology, TopologyNode } from "../topology/schema";

/** What changed between the start of a run and now, in words: faults, traffic that moves, edits while it ran. */
export function changesDuring(topology: Topology, faults: readonly FaultEntry[], nowMs: number, edited: boolean): string[] {
  const acting = faults.filter((fault) => changes(fault, nowMs)).length;
  const moving = (topology.nodes as readonly TopologyNode[]).filter(
    ({ kind, config }) => kindOf(kind).steady?.(config as never, nowMs) === false,
  );
  return [
    ...(acting === 0 ? [] : [acting === 1 ? "a fault begins or ends" : `${acting} faults begin or end`]),
    ...(moving.length === 0 ? [] : [`the traffic of ${moving.map(({ name }) => name).join(", ")} changes`]),
    ...(edited ? ["it was edited while it ran"] : []),
  ];
}

/** A fault that acts from first to last is part of the steady state. */
function changes({ startMs, durationMs }: FaultEntry, nowMs: number): boolean {
  if (startMs >= nowMs) return false;
  return startMs > 0 || (durationMs !== undefined && durationMs < nowMs);
}

/** True when two documents differ in nothing that a run heeds, such as where things are drawn. */
export function sameSettings(a: Topology, b: Topology): boolean {
  return a === b || settings(a) === settings(b);
}

function settings({ nodes, links, boundaries }: Topology): string {
  return JSON.stringify([
    nodes.map(({ config }) => config),
    links.map(({ config, policies }) => [config, policies]),
    boundaries.map(({ config }) => config),
  ]);
}
