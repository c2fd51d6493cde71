import { crash } from "../../catalog/faults/crash";
import { REPLICA_STATES } from "../../lab/frame";
import { freshId, usedIds } from "../../topology/edit/ids";
import { useDocument } from "../stores/document-store";
import { live } from "../stores/live";
import { useRun } from "../stores/run-store";

/** Kills a replica that is up, or restores one that a fault of its own holds down. */
export function toggleReplica(node: string, replica: number): void {
  const { controls } = useRun.getState();
  const row = live.nodeIndex.get(node);
  const at = row === undefined ? undefined : live.layout?.replicaBase[row];
  const state = at === undefined ? "up" : REPLICA_STATES[live.frame?.replicas[at + replica] ?? 0];
  if (state !== "down") {
    controls.inject({
      id: freshId(usedIds(useDocument.getState().topology), crash.id),
      type: crash.id,
      target: { type: "node", id: node, replicas: [replica] },
      params: {},
    });
    return;
  }
  for (const fault of activeFaults()) {
    const { target } = fault;
    if (target.type !== "node" || target.id !== node) continue;
    if (target.replicas === undefined || target.replicas.includes(replica)) controls.clear(fault.id);
  }
}

/** Faults of the document that are in force now. */
export function activeFaults() {
  const { frame, layout } = live;
  return useDocument
    .getState()
    .topology.faults.filter(({ id }) => frame?.activeFaults[layout?.faultIds.indexOf(id) ?? -1] === 1);
}
