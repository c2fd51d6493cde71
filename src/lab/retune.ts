import { boundaryOf } from "../catalog/boundaries/registry";
import { kindOf } from "../catalog/kinds/definitions";
import { linkConfig } from "../catalog/link-config";
import { policiesSchema } from "../catalog/policies/definitions";
import type { Sim } from "../engine/sim";
import { compile } from "../topology/compile";
import type { FaultEntry, Topology, TopologyNode } from "../topology/schema";
import { sameUnderLiveFields } from "./live-fields";

/**
 * Applies a changed document to a run under way when all that differs are fields marked live; false otherwise, and
 * then nothing was touched.
 */
export function applyLive(sim: Sim, from: Topology, to: Topology, faults: readonly FaultEntry[]): boolean {
  if (!sameShape(from, to) || !sameFaults(faults, to.faults)) return false;
  const plan = compile(to);
  const before = sim.plan;
  sim.plan = plan;
  const movedBorders = new Set(plan.paths.flatMap(({ link, crossingMs }, i) => (crossingMs === before.paths[i].crossingMs ? [] : [link])));
  for (const link of plan.links) {
    if (movedBorders.has(link.index) || from.links[link.index].config !== to.links[link.index].config) sim.network.configure(link);
  }
  for (const policy of plan.policies) {
    const { id, links } = policy;
    const edited = links.filter((link) => !same(link.policies[id], before.links[link.index].policies[id]));
    if (edited.length > 0) sim.apply(policy, edited);
  }
  plan.nodes.forEach((node, i) => {
    const weighed = node.out.some((link) => from.links[link].config !== to.links[link].config);
    if (weighed || from.nodes[i].config !== to.nodes[i].config) sim.handlers[i].configure(node);
  });
  return true;
}

function sameShape(from: Topology, to: Topology): boolean {
  if (from.nodes.length !== to.nodes.length || from.links.length !== to.links.length) return false;
  if (!same(from.run, to.run)) return false;
  if (!same(from.boundaries.map(place), to.boundaries.map(place))) return false;
  const bordersAlike = from.boundaries.every((a, i) => sameUnderLiveFields(boundaryOf(a.kind).config, a.config, to.boundaries[i].config));
  if (!bordersAlike) return false;
  const nodes = (from.nodes as readonly TopologyNode[]).every((a, i) => {
    const b = to.nodes[i] as TopologyNode;
    if (a === b) return true;
    return (
      a.id === b.id &&
      a.kind === b.kind &&
      a.boundary === b.boundary &&
      same(a.zones, b.zones) &&
      sameUnderLiveFields(kindOf(a.kind).config, a.config, b.config)
    );
  });
  return (
    nodes &&
    from.links.every((a, i) => {
      const b = to.links[i];
      if (a === b) return true;
      return (
        a.id === b.id &&
        a.from === b.from &&
        a.to === b.to &&
        sameUnderLiveFields(policiesSchema, a.policies, b.policies) &&
        sameUnderLiveFields(linkConfig, a.config, b.config)
      );
    })
  );
}

/** Where a boundary lies in the tree, but not where it is drawn. */
function place({ id, kind, parent }: Topology["boundaries"][number]) {
  return { id, kind, parent };
}

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** Field by field: the order of keys in a file means nothing. */
function sameFaults(known: readonly FaultEntry[], wanted: readonly FaultEntry[]): boolean {
  return (
    known.length === wanted.length &&
    known.every((a, i) => {
      const b = wanted[i];
      return (
        a.id === b.id &&
        a.type === b.type &&
        a.startMs === b.startMs &&
        a.durationMs === b.durationMs &&
        a.rampMs === b.rampMs &&
        sameEntries(a.target, b.target) &&
        sameEntries(a.params, b.params)
      );
    })
  );
}

function sameEntries(a: object, b: object): boolean {
  const sorted = (value: object) => JSON.stringify(Object.entries(value).sort(([x], [y]) => (x < y ? -1 : 1)));
  return sorted(a) === sorted(b);
}
