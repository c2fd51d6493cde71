import type * as z from "zod";
import { boundaryOf } from "../../catalog/boundaries/registry";
import { kindOf } from "../../catalog/kinds/definitions";
import { linkConfig } from "../../catalog/link-config";
import { type Policies, policiesSchema } from "../../catalog/policies/definitions";
import { configProblem } from "../config-problem";
import { runSchema, type Topology, type TopologyNode } from "../schema";
import { replaceAt } from "./replace";

type Path = readonly (string | number)[];

/**
 * Sets one value in the configuration of a node, link or boundary, e.g. `setConfig(t, "server-1", ["slots"], 8)`.
 * A value that the schema refuses leaves the document as it was: the form shows why, the document stays valid.
 */
export function setConfig(topology: Topology, id: string, path: Path, value: unknown): Topology {
  const node = topology.nodes.find((element) => element.id === id);
  if (node !== undefined) {
    const config = accepted(kindOf(node.kind).config, replaceAt(node.config, path, value));
    return config === null ? topology : trimFaults(withElement(topology, "nodes", { ...node, config }), id);
  }
  const link = topology.links.find((element) => element.id === id);
  if (link !== undefined) {
    const config = accepted(linkConfig, replaceAt(link.config, path, value));
    return config === null ? topology : withElement(topology, "links", { ...link, config });
  }
  const boundary = topology.boundaries.find((element) => element.id === id);
  if (boundary !== undefined) {
    const config = accepted(boundaryOf(boundary.kind).config, replaceAt(boundary.config, path, value));
    return config === null ? topology : withElement(topology, "boundaries", { ...boundary, config });
  }
  return topology;
}

/** Why `setConfig` would refuse a value, in words for the field; null when it would take it. */
export function setConfigProblem(topology: Topology, id: string, path: Path, value: unknown): string | null {
  const node = topology.nodes.find((element) => element.id === id);
  if (node !== undefined) return configProblem(kindOf(node.kind).config, replaceAt(node.config, path, value));
  const link = topology.links.find((element) => element.id === id);
  if (link !== undefined) return configProblem(linkConfig, replaceAt(link.config, path, value));
  const boundary = topology.boundaries.find((element) => element.id === id);
  return boundary === undefined ? null : configProblem(boundaryOf(boundary.kind).config, replaceAt(boundary.config, path, value));
}

/** Turns a policy of a link on (an object, or `{}` for its defaults), changes it, or turns it off (undefined). */
export function setPolicy(topology: Topology, linkId: string, policy: keyof Policies, value: object | undefined): Topology {
  const link = topology.links.find((element) => element.id === linkId);
  if (link === undefined) return topology;
  const { [policy]: _old, ...others } = link.policies;
  const policies = accepted(policiesSchema, value === undefined ? others : { ...others, [policy]: value });
  return policies === null ? topology : withElement(topology, "links", { ...link, policies });
}

/** Spreads a node's replicas over boundaries, in the document's order of them; none: all lie where it is drawn. */
export function setZones(topology: Topology, id: string, wanted: ReadonlySet<string>): Topology {
  const node = topology.nodes.find((element) => element.id === id);
  if (node === undefined) return topology;
  const { zones: _old, ...rest } = node;
  const zones = topology.boundaries.flatMap((boundary) => (wanted.has(boundary.id) ? [boundary.id] : []));
  return withElement(topology, "nodes", zones.length === 0 ? rest : { ...rest, zones });
}

/** Renames a node or boundary, or changes the words of a note. */
export function rename(topology: Topology, id: string, words: string): Topology {
  const note = topology.notes.find((element) => element.id === id);
  if (note !== undefined) return withElement(topology, "notes", { ...note, text: words.slice(0, 5000) });
  const name = words.trim().slice(0, 80);
  if (name === "") return topology;
  const node = topology.nodes.find((element) => element.id === id);
  if (node !== undefined) return node.name === name ? topology : withElement(topology, "nodes", { ...node, name });
  const boundary = topology.boundaries.find((element) => element.id === id);
  return boundary === undefined || boundary.name === name ? topology : withElement(topology, "boundaries", { ...boundary, name });
}

/** Sets seed or duration; out of range leaves them. */
export function setRun(topology: Topology, change: Partial<Topology["run"]>): Topology {
  const run = accepted(runSchema, { ...topology.run, ...change });
  return run === null ? topology : { ...topology, run };
}

function accepted<S extends z.ZodType>(schema: S, value: unknown): z.infer<S> | null {
  return configProblem(schema, value) === null ? schema.parse(value) : null;
}

type Lists = "nodes" | "links" | "boundaries" | "notes";

function withElement<L extends Lists>(topology: Topology, list: L, element: Topology[L][number]): Topology {
  const elements: readonly Topology[L][number][] = topology[list];
  return { ...topology, [list]: elements.map((old) => (old.id === element.id ? element : old)) };
}

/** Fewer replicas: faults aimed at those that are gone lose them, or go too. */
function trimFaults(topology: Topology, nodeId: string): Topology {
  const node = topology.nodes.find(({ id }) => id === nodeId) as TopologyNode | undefined;
  if (node === undefined) return topology;
  const count = kindOf(node.kind).replicas(node.config as never);
  const aimedBeyond = topology.faults.some(
    ({ target }) => target.type === "node" && target.id === nodeId && target.replicas?.some((index) => index >= count),
  );
  if (!aimedBeyond) return topology;
  const faults = topology.faults.flatMap((fault) => {
    if (fault.target.type !== "node" || fault.target.id !== nodeId || fault.target.replicas === undefined) return [fault];
    const replicas = fault.target.replicas.filter((index) => index < count);
    return replicas.length === 0 ? [] : [{ ...fault, target: { ...fault.target, replicas } }];
  });
  return { ...topology, faults };
}
