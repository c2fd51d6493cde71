import type { Problem } from "../../base/problem";
import type { FaultDefinition } from "../../catalog/faults/define";
import { faultOf } from "../../catalog/faults/definitions";
import type { FaultEntry } from "../schema";
import { errorAt } from "./problem-at";

/** Which part of its target a fault hits, and how it grows: what its kind of fault cannot do is an error, not ignored. */
export function reachProblems(fault: FaultEntry, path: string): Problem[] {
  const definition = faultOf(fault.type);
  return [...partProblems(fault, definition, path), ...rampProblems(fault, definition, path)];
}

function partProblems({ target }: FaultEntry, definition: FaultDefinition, path: string): Problem[] {
  if (target.type === "link" && target.direction !== undefined && definition.directed !== true) {
    return [errorAt(`${path}.target.direction`, `"${definition.title}" acts on a link as a whole.`, "Remove the direction.")];
  }
  if (target.type !== "node") return [];
  const parts = (["replicas", "count", "percent"] as const).filter((part) => target[part] !== undefined);
  if (parts.length === 0) return [];
  if (definition.wholeNode === true || definition.aimsAt === "sources") {
    return [errorAt(`${path}.target.${parts[0]}`, `"${definition.title}" hits a node as a whole.`, `Remove "${parts[0]}".`)];
  }
  if (parts.length === 1) return [];
  return [errorAt(`${path}.target.${parts[1]}`, `The target says both "${parts[0]}" and "${parts[1]}".`, "Keep one of them.")];
}

/** Whether a fault of this kind, there and of that strength, has anything that could climb. */
export function canRamp(fault: Pick<FaultEntry, "type" | "target" | "params">): boolean {
  return whyFlat(fault, faultOf(fault.type)) === null;
}

function whyFlat({ target, params }: Pick<FaultEntry, "target" | "params">, definition: FaultDefinition): string | null {
  if (definition.momentary === true) return `"${definition.title}" happens in a moment.`;
  if (definition.atOnce?.(params as never) === true) return `"${definition.label(params as never)}" acts in full from its start.`;
  if (definition.onLeaders === true) return `"${definition.title}" hits a leader or does not.`;
  const isOne = target.type === "link" || definition.aimsAt === "sources";
  return definition.scaled === undefined && isOne ? `"${definition.title}" is there or not: on one link nothing can grow.` : null;
}

function rampProblems(fault: FaultEntry, definition: FaultDefinition, path: string): Problem[] {
  const { rampMs, durationMs } = fault;
  if (rampMs === undefined) return [];
  const flat = whyFlat(fault, definition);
  if (flat !== null) return [errorAt(`${path}.rampMs`, flat, "Remove the ramp.")];
  if (durationMs === undefined || rampMs <= durationMs) return [];
  return [
    errorAt(
      `${path}.rampMs`,
      `The ramp takes ${rampMs} ms and the fault lasts ${durationMs} ms: it would never act in full.`,
      `Shorten the ramp to at most ${durationMs} ms.`,
    ),
  ];
}
