import type { Problem } from "../../base/problem";
import { canAim } from "../../catalog/faults/aim";
import { faultOf } from "../../catalog/faults/definitions";
import { kindOf, kinds } from "../../catalog/kinds/definitions";
import type { FaultEntry, Topology, TopologyNode } from "../schema";
import { reachProblems } from "./fault-reach";
import { errorAt, warningAt } from "./problem-at";

const WORDS = { node: "a node", link: "a link", boundary: "a boundary", all: "everything" } as const;

export function faultProblems(topology: Topology): Problem[] {
  return aimProblems(topology, topology.faults, "faults", topology.run.durationMs);
}

/** What is wrong with faults that stand at `list` of the document and act within `durationMs`. */
export function aimProblems(topology: Topology, faults: readonly FaultEntry[], list: string, durationMs: number): Problem[] {
  const nodes = new Map<string, TopologyNode>(topology.nodes.map((node) => [node.id, node]));
  const ids = {
    link: new Set(topology.links.map(({ id }) => id)),
    boundary: new Set(topology.boundaries.map(({ id }) => id)),
  };
  return faults.flatMap((fault, i) => {
    const path = `${list}[${i}]`;
    const { target } = fault;
    const definition = faultOf(fault.type);
    if (!definition.targets.includes(target.type)) {
      const possible = definition.targets.map((type) => WORDS[type]).join(" or ");
      return [
        errorAt(`${path}.target.type`, `The fault "${definition.title}" cannot hit ${WORDS[target.type]}.`, `Aim it at ${possible}.`),
      ];
    }
    const late = [...lateness(fault, path, durationMs), ...reachProblems(fault, path)];
    if (target.type === "all") return late;
    if (target.type !== "node") return ids[target.type].has(target.id) ? late : [unknown(fault, path, target.type, target.id)];
    const node = nodes.get(target.id);
    return node === undefined ? [unknown(fault, path, target.type, target.id)] : [...nodeAim(fault, path, node), ...late];
  });
}

function unknown(fault: FaultEntry, path: string, type: "node" | "link" | "boundary", id: string): Problem {
  const message = `Fault "${fault.id}" hits ${WORDS[type]} "${id}", which is not in this document.`;
  return errorAt(`${path}.target.id`, message, "Remove the fault or aim it at something else.");
}

function nodeAim(fault: FaultEntry, path: string, node: TopologyNode): Problem[] {
  const definition = faultOf(fault.type);
  const kind = kindOf(node.kind);
  const source = !kind.ports.incoming;
  if (definition.aimsAt === "sources" && !source) {
    return [
      errorAt(`${path}.target.id`, `"${definition.title}" hits what sends traffic, and ${node.name} does not.`, "Aim it at a client."),
    ];
  }
  if (definition.aimsAt !== "sources" && source) {
    return [
      errorAt(`${path}.target.id`, `"${definition.title}" hits what receives calls, and ${node.name} does not.`, "Aim it at another node."),
    ];
  }
  if (!canAim(definition, kind)) {
    const able = kinds.filter((candidate) => canAim(definition, candidate)).map(({ title }) => title.toLowerCase());
    return [
      errorAt(
        `${path}.target.id`,
        `"${definition.title}" means nothing to ${node.name}, a ${kind.title.toLowerCase()}.`,
        able.length > 0 ? `Aim it at a ${able.join(" or a ")}.` : "Remove the fault.",
      ),
    ];
  }
  const replicas = fault.target.type === "node" ? (fault.target.replicas ?? []) : [];
  const count = kind.replicas(node.config as never);
  return replicas.flatMap((index, i) =>
    index < count
      ? []
      : [
          errorAt(
            `${path}.target.replicas[${i}]`,
            `${node.name} has no replica ${index}; it has ${count}.`,
            `Use an index from 0 to ${count - 1}.`,
          ),
        ],
  );
}

function lateness(fault: FaultEntry, path: string, durationMs: number): Problem[] {
  if (fault.startMs < durationMs) return [];
  return [
    warningAt(`${path}.startMs`, `Fault "${fault.id}" starts after the run has ended.`, "Start it earlier or let the run last longer."),
  ];
}
