import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { balancers } from "../catalog/balancers/registry";
import type { FaultDefinition } from "../catalog/faults/define";
import { faults } from "../catalog/faults/definitions";
import { kinds } from "../catalog/kinds/definitions";
import { serverConfig } from "../catalog/kinds/server/definition";
import type { Step } from "../catalog/kinds/server/steps";
import { linkConfig } from "../catalog/link-config";
import { policies } from "../catalog/policies/definitions";
import { checkTopology } from "../topology/check";
import { crowdedTopologyArbitrary } from "./crowded-topologies";

const drawn = fc.sample(crowdedTopologyArbitrary, { numRuns: 250, seed: 1 });
const allSteps = drawn.flatMap(({ nodes }) => nodes.flatMap(({ config }) => ("steps" in config ? (config.steps as Step[]) : [])));

/** The values that fields of a name have anywhere in the documents, and of choices in form of `{ type }` their types. */
function valuesOf(field: string): Set<unknown> {
  const seen = new Set<unknown>();
  const walk = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (key === field) seen.add((inner as { type?: unknown })?.type ?? inner);
      walk(inner);
    }
  };
  walk(drawn);
  return seen;
}

/** What a schema lets one choose from, by the name or `type` of each. */
function choicesOf(schema: unknown): unknown[] {
  const { def } = (schema as { _zod: { def: Record<string, unknown> } })._zod;
  if (def.innerType !== undefined) return choicesOf(def.innerType);
  if (def.element !== undefined) return choicesOf(def.element);
  if (def.options !== undefined) return (def.options as { shape: { type: { value: unknown } } }[]).map(({ shape }) => shape.type.value);
  return Object.values(def.entries as object);
}

describe("random documents for the laws", () => {
  it("are sound: nothing that keeps a document from running", () => {
    for (const topology of drawn) expect(checkTopology(topology).filter(({ severity }) => severity === "error")).toEqual([]);
  });

  it("have every kind, balancer, fault, policy, protocol and step that there is", () => {
    const faultsSeen = new Set(drawn.flatMap(({ faults: all }) => all.map(({ type }) => type)));
    expect(kinds.filter(({ id }) => !valuesOf("kind").has(id)).map(({ id }) => id)).toEqual([]);
    expect(faults.filter(({ id }) => !faultsSeen.has(id)).map(({ id }) => id)).toEqual([]);
    expect(policies.filter(({ id }) => !drawn.some(({ links }) => links.some((link) => link.policies[id] !== undefined)))).toEqual([]);
    const algorithms = valuesOf("algorithm");
    expect(balancers.filter(({ id }) => !algorithms.has(id)).map(({ id }) => id)).toEqual([]);
    const protocols = valuesOf("protocol");
    expect(choicesOf(linkConfig.shape.protocol).filter((one) => !protocols.has(one))).toEqual([]);
    const steps = new Set<unknown>(allSteps.map(({ type }) => type));
    expect(choicesOf(serverConfig.shape.steps).filter((one) => !steps.has(one))).toEqual([]);
  });

  it("aim at every target that a fault can have, whole and in part, at once and ever more", () => {
    const targets = drawn.flatMap(({ faults: all }) => all);
    for (const type of ["node", "link", "boundary", "all"]) expect(targets.some(({ target }) => target.type === type)).toBe(true);
    for (const part of ["replicas", "count", "percent", "direction"]) expect(targets.some(({ target }) => part in target)).toBe(true);
    const isScaled = ({ type }: { type: string }) =>
      (faults as readonly FaultDefinition[]).some(({ id, scaled }) => id === type && scaled !== undefined);
    expect(targets.some((fault) => fault.rampMs !== undefined && isScaled(fault))).toBe(true);
    expect(targets.some((fault) => fault.rampMs !== undefined && !isScaled(fault))).toBe(true);
  });

  it("name callees and operations that are there", () => {
    const links = drawn.flatMap((topology) => topology.links);
    expect(links.some(({ config }) => config.operations.includes("another"))).toBe(true);
    for (const type of ["call", "publish"])
      expect(allSteps.some((step) => step.type === type && "to" in step && step.to !== "")).toBe(true);
  });
});
