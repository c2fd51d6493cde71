import type { PlanNode, Sampler } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";
import { distributionOf } from "../../distributions/registry";
import type { ServerConfig } from "./definition";
import type { Step } from "./steps";

export const WORK = 0;
export const CALL = 1;
export const PARALLEL = 2;
/** Publishing without waiting for the confirm; with it, it is a call. */
export const PUBLISH = 3;
export const REPLY = 4;

/** Instructions that a program may have: more than the calls that anybody makes in one request. */
export const MOST_INSTRUCTIONS = 0x3ffe;

/** The steps of one node, resolved to integers. A step that makes several calls in turn is several here. */
export interface Program {
  readonly length: number;
  readonly op: Uint8Array;
  readonly ratio: Float64Array;
  /** By step, 1 for each operation that takes it; null for all. */
  readonly uses: readonly (Uint8Array | null)[];
  /** Of work with a time of its own. */
  readonly time: readonly (Sampler | null)[];
  readonly links: readonly Int32Array[];
  /** Of parallel calls: successes to wait for, 0 for the end of all. */
  readonly successes: Uint8Array;
}

interface Instruction {
  readonly op: number;
  readonly step: Step;
  readonly links: readonly number[];
  readonly successes: number;
  readonly time: Sampler | null;
}

export function programOf(sim: Sim, node: PlanNode): Program | null {
  const { steps } = node.config as ServerConfig;
  if (steps.length === 0) return null;
  const list = steps.flatMap((step, i) => instructionsOf(sim, node, step, i)).slice(0, MOST_INSTRUCTIONS);
  return {
    length: list.length,
    op: Uint8Array.from(list, ({ op }) => op),
    ratio: Float64Array.from(list, ({ step }) => step.ratio),
    uses: list.map(({ step }) => maskOf(sim, step.operations)),
    time: list.map(({ time }) => time),
    links: list.map(({ links }) => Int32Array.from(links)),
    successes: Uint8Array.from(list, ({ successes }) => successes),
  };
}

function instructionsOf(sim: Sim, node: PlanNode, step: Step, i: number): Instruction[] {
  const one = { step, links: [], successes: 0, time: null };
  switch (step.type) {
    case "work": {
      const time = step.time === undefined ? null : distributionOf(step.time).sampler(step.time, sim.stream(`node:${node.id}:step:${i}`));
      return [{ ...one, op: WORK, time }];
    }
    case "call":
      return linksTo(sim, node, [step.to]).map((link) => ({ ...one, op: CALL, links: [link] }));
    case "parallel": {
      const successes = step.wait === "all" ? 0 : step.wait === "any" ? 1 : step.successes;
      return [{ ...one, op: PARALLEL, links: linksTo(sim, node, step.to), successes }];
    }
    case "publish":
      return linksTo(sim, node, [step.to]).map((link) => ({ ...one, op: step.confirm ? CALL : PUBLISH, links: [link] }));
    case "reply":
      return [{ ...one, op: REPLY }];
  }
}

/** The node's links with these ids or to these nodes; all of them where none is named. */
function linksTo(sim: Sim, node: PlanNode, names: readonly string[]): number[] {
  const { links, nodes } = sim.plan;
  const named = names.filter((name) => name !== "");
  if (named.length === 0) return [...node.out];
  return named.flatMap((name) => node.out.filter((link) => links[link].id === name || nodes[links[link].to].id === name));
}

function maskOf(sim: Sim, names: readonly string[]): Uint8Array | null {
  if (names.length === 0) return null;
  return Uint8Array.from(sim.plan.operations, ({ name }) => (names.includes(name) ? 1 : 0));
}
