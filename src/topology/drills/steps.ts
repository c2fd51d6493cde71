import { kindOf } from "../../catalog/kinds/definitions";
import { type FaultEntry, faultSchema } from "../fault-schema";
import type { Topology, TopologyNode } from "../schema";
import type { OperatorAction, TrafficChange } from "./schema";

/** An operator's action as the scheduled fault that does the same; times as the action has them. */
export function actionFault(action: OperatorAction): FaultEntry {
  const { id, node, startMs } = action;
  const durationMs = action.type === "failover" ? undefined : action.durationMs;
  const entry = { id, target: { type: "node", id: node }, startMs, ...(durationMs === undefined ? {} : { durationMs }) };
  switch (action.type) {
    case "failover":
      return faultSchema.parse({ ...entry, type: "failover" });
    case "scale":
      return faultSchema.parse({
        ...entry,
        type: "scale",
        params: { replicas: action.replicas, bootMs: action.bootMs, graceMs: action.graceMs },
      });
    case "drain":
      return faultSchema.parse({
        ...entry,
        type: "graceful-stop",
        target: { ...entry.target, ...(action.replicas === undefined ? {} : { replicas: action.replicas }) },
        params: { graceMs: action.graceMs },
      });
  }
}

/**
 * A change of traffic as scheduled faults, one for each client that it is of. A rate is of all of them together, and they
 * keep their shares. `wholeMs` is how long the run lasts: rates have to be steady for so long.
 */
export function trafficFaults(topology: Topology, { id, client, change, ...times }: TrafficChange, wholeMs: number): FaultEntry[] {
  const sources = (topology.nodes as readonly TopologyNode[]).filter(({ kind }) => !kindOf(kind).ports.incoming);
  const meant = sources.filter((node) => client === undefined || node.id === client);
  const steady = meant.reduce((sum, { kind, config }) => sum + (kindOf(kind).steadyRate?.(config as never, wholeMs) ?? 0), 0);
  const factor = change.type === "factor" ? change.factor : change.ratePerSecond / steady;
  return meant.map((node, i) =>
    faultSchema.parse({
      id: i === 0 ? id : `${id}.${i}`,
      type: "traffic-spike",
      target: { type: "node", id: node.id },
      startMs: times.startMs,
      ...(times.durationMs === undefined ? {} : { durationMs: times.durationMs }),
      ...(times.rampMs === undefined ? {} : { rampMs: times.rampMs }),
      params: { factor },
    }),
  );
}
