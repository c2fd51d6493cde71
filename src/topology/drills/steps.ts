import { type FaultEntry, faultSchema } from "../fault-schema";
import type { OperatorAction } from "./schema";

/** An operator's action as the scheduled fault that does the same; times as the action has them. */
export function actionFault(action: OperatorAction): FaultEntry {
  const { id, node, startMs } = action;
  const durationMs = action.type === "failover" ? undefined : action.durationMs;
  const entry = { id, target: { type: "node", id: node }, startMs, ...(durationMs === undefined ? {} : { durationMs }) };
  switch (action.type) {
    case "failover":
      return faultSchema.parse({ ...entry, type: "failover" });
    case "scale":
      return faultSchema.parse({ ...entry, type: "scale", params: { replicas: action.replicas } });
    case "drain":
      return faultSchema.parse({
        ...entry,
        type: "graceful-stop",
        target: { ...entry.target, ...(action.replicas === undefined ? {} : { replicas: action.replicas }) },
        params: { graceMs: action.graceMs },
      });
  }
}
