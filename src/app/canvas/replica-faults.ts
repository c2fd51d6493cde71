import { crash } from "../../catalog/faults/crash";
import { freshId, usedIds } from "../../topology/edit/ids";
import type { FaultEntry } from "../../topology/schema";
import { faultWords } from "../dock/fault-words";
import { isActive } from "../dock/simulation-link";
import { faultsAt, findElement } from "../panels/find-element";
import { replicaStates } from "../panels/state-words";
import { tell } from "../persistence/notice-store";
import { useDocument } from "../stores/document-store";
import { useRun } from "../stores/run-store";

/** Kills a replica that is up, or mends the faults that hold it down. */
export function toggleReplica(node: string, replica: number): void {
  const { controls } = useRun.getState();
  const { topology } = useDocument.getState();
  if (replicaStates(node)[replica] !== "down") {
    const id = freshId(usedIds(topology), crash.id);
    controls.inject({ id, type: crash.id, target: { type: "node", id: node, replicas: [replica] }, params: {} });
    return;
  }
  const element = findElement(topology, node);
  const holding = element === null ? [] : faultsAt(topology, element).filter((fault) => isActive(fault.id));
  const own = holding.filter((fault) => aimsAt(fault, node, replica));
  for (const fault of own) controls.clear(fault.id);
  const [wider] = holding;
  if (own.length > 0 || wider === undefined) return;
  tell(`This replica is down with everything around it: ${faultWords(topology, wider)}.`, {
    label: "Mend that",
    run: () => controls.clear(wider.id),
  });
}

/** Faults of the document that are in force now. */
export function activeFaults(): readonly FaultEntry[] {
  return useDocument.getState().topology.faults.filter(({ id }) => isActive(id));
}

function aimsAt({ target }: FaultEntry, node: string, replica: number): boolean {
  return target.type === "node" && target.id === node && (target.replicas?.includes(replica) ?? true);
}
