import type { Problem } from "../../base/problem";
import { kindOf } from "../../catalog/kinds/definitions";
import { aimProblems } from "../checks/faults";
import { errorAt } from "../checks/problem-at";
import type { FaultEntry } from "../fault-schema";
import type { Topology, TopologyNode } from "../schema";
import type { Drill, TrafficChange } from "./schema";
import { actionFault } from "./steps";
import { methodLengthMs, type Step, stepsOf } from "./timeline";

/** Targets and times of everything that a method does. */
export function methodProblems(topology: Topology, drill: Drill, path: string): Problem[] {
  const { faults, traffic, actions } = drill.method;
  const at = `${path}.method`;
  const sound = (found: Problem[]) => found.filter(({ severity }) => severity === "error");
  return [
    ...sound(aimProblems(topology, faults, `${at}.faults`, Number.POSITIVE_INFINITY)),
    ...traffic.flatMap((change, i) => trafficProblems(topology, drill, change, `${at}.traffic[${i}]`)),
    ...actions.flatMap((action, i) => actionProblems(topology, action, `${at}.actions[${i}]`)),
    ...timeProblems(drill, path),
    ...overlaps(drill, at),
  ];
}

function trafficProblems(topology: Topology, drill: Drill, change: TrafficChange, path: string): Problem[] {
  const sources = (topology.nodes as readonly TopologyNode[]).filter(({ kind }) => !kindOf(kind).ports.incoming);
  const { client, rampMs, durationMs } = change;
  const names = sources.map(({ id }) => `"${id}"`).slice(0, 20);
  const remedy = names.length === 0 ? "Add a client." : `Name a client: ${names.join(", ")}.`;
  const known = (topology.nodes as readonly TopologyNode[]).find(({ id }) => id === client);
  if (client !== undefined && known === undefined) {
    return [errorAt(`${path}.client`, `There is no client "${client}" in this document.`, remedy)];
  }
  if (known !== undefined && !sources.includes(known)) {
    return [errorAt(`${path}.client`, `${known.name} sends no traffic of its own.`, remedy)];
  }
  if (rampMs !== undefined && durationMs !== undefined && rampMs > durationMs) {
    return [
      errorAt(
        `${path}.rampMs`,
        `The ramp takes ${rampMs} ms and the change lasts ${durationMs} ms: it would never act in full.`,
        `Shorten the ramp to at most ${durationMs} ms.`,
      ),
    ];
  }
  if (change.change.type === "factor") return [];
  const { windows } = drill;
  const wholeMs = windows.settleMs + windows.beforeMs + (methodLengthMs(drill) ?? 0) + windows.afterMs;
  const unsteady = sources
    .filter(({ id }) => client === undefined || id === client)
    .find(({ kind, config }) => !((kindOf(kind).steadyRate?.(config as never, wholeMs) ?? 0) > 0));
  return unsteady === undefined
    ? []
    : [
        errorAt(
          `${path}.change.type`,
          `${unsteady.name} has no steady rate that another could take the place of.`,
          'Say by how much its traffic changes: "type": "factor".',
        ),
      ];
}

function actionProblems(topology: Topology, action: Drill["method"]["actions"][number], path: string): Problem[] {
  const fault = actionFault(action);
  const [problem] = aimProblems(topology, [fault], "", Number.POSITIVE_INFINITY).filter(({ severity }) => severity === "error");
  if (problem === undefined) return [...scaleProblems(topology, action, path), ...failoverProblems(topology, action, path)];
  const node = topology.nodes.find(({ id }) => id === action.node);
  if (node === undefined) {
    return [errorAt(`${path}.node`, `There is no node "${action.node}" in this document.`, "Name a node, or remove the action.")];
  }
  const where = problem.path
    .replace(/^\[0\]\./, "")
    .replace("target.id", "node")
    .replace("target.replicas", "replicas");
  return [errorAt(`${path}.${where}`, problem.message, problem.remedy)];
}

/** An autoscaler would undo at its next look what an operator did. */
function scaleProblems(topology: Topology, action: Drill["method"]["actions"][number], path: string): Problem[] {
  const node = (topology.nodes as readonly TopologyNode[]).find(({ id }) => id === action.node);
  if (action.type !== "scale" || node?.config.autoscaling === undefined) return [];
  return [errorAt(`${path}.node`, `${node.name} is scaled by its autoscaler.`, "Turn its autoscaling off, or change the traffic instead.")];
}

/** It would do nothing, and look as though it had been survived. */
function failoverProblems(topology: Topology, action: Drill["method"]["actions"][number], path: string): Problem[] {
  const node = (topology.nodes as readonly TopologyNode[]).find(({ id }) => id === action.node);
  if (action.type !== "failover" || node?.config.standbys !== 0) return [];
  return [errorAt(`${path}.node`, `${node.name} has no standby that could take over.`, "Give it a standby, or remove the action.")];
}

function timeProblems(drill: Drill, path: string): Problem[] {
  const said = drill.method.durationMs;
  if (methodLengthMs(drill) === null) {
    const endless = stepsOf(drill).find(({ endMs }) => endMs === null) as Step;
    return [
      errorAt(
        `${path}.${endless.path}.durationMs`,
        `Nothing says when "${endless.id}" ends, or how long the method lasts.`,
        "Add durationMs here, or to the method.",
      ),
    ];
  }
  if (said === undefined) return [];
  return stepsOf(drill).flatMap(({ id, path: step, startMs, endMs }) => {
    if (startMs >= said) {
      return [
        errorAt(
          `${path}.${step}.startMs`,
          `"${id}" starts at ${startMs} ms, and the method ends at ${said} ms, before it.`,
          "Start it earlier, or let the method last longer.",
        ),
      ];
    }
    if (endMs === null || endMs <= said) return [];
    return [
      errorAt(
        `${path}.${step}.durationMs`,
        `"${id}" ends at ${endMs} ms, after the method, which ends at ${said} ms.`,
        "Shorten it, or let the method last longer.",
      ),
    ];
  });
}

/** Two actions on one node at a time, or two changes of one client's traffic of which one sets the rate, contradict each other. */
function overlaps({ method }: Drill, at: string): Problem[] {
  const problems: Problem[] = [];
  const end = ({ startMs, durationMs }: { startMs: number; durationMs?: number | undefined }) =>
    durationMs === undefined ? Number.POSITIVE_INFINITY : startMs + durationMs;
  const meet = (a: FaultEntry, b: FaultEntry) => a.startMs === b.startMs || (a.startMs < end(b) && b.startMs < end(a));
  const { actions, traffic } = method;
  actions.forEach((action, i) => {
    const span = (one: (typeof actions)[number]) => {
      const fault = actionFault(one);
      return one.type === "failover" ? { ...fault, durationMs: 1 } : fault;
    };
    const other = actions.findIndex((one, j) => j < i && one.node === action.node && meet(span(one), span(action)));
    if (other === -1) return;
    problems.push(
      errorAt(
        `${at}.actions[${i}]`,
        `"${action.id}" acts on "${action.node}" while "${actions[other].id}" still does.`,
        `Start it after "${actions[other].id}" has ended, or remove one of them.`,
      ),
    );
  });
  traffic.forEach((change, i) => {
    const other = traffic.findIndex((one, j) => {
      const sameClient = one.client === undefined || change.client === undefined || one.client === change.client;
      const sets = one.change.type === "rate" || change.change.type === "rate";
      return j < i && sameClient && sets && (one.startMs === change.startMs || (one.startMs < end(change) && change.startMs < end(one)));
    });
    if (other === -1) return;
    problems.push(
      errorAt(
        `${at}.traffic[${i}]`,
        `"${change.id}" and "${traffic[other].id}" set the same traffic at the same time.`,
        "Let one of them end before the other begins.",
      ),
    );
  });
  return problems;
}
