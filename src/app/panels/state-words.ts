import { LINK_COLUMNS, LINK_STATES, REPLICA_STATES, type ReplicaState } from "../../lab/frame";
import { live } from "../stores/live";

export interface StateWords {
  readonly words: string;
  readonly tone: "calm" | "warn" | "bad";
}

/** "2 of 3 replicas down": the worst thing that is true of a node's replicas; null while it is well or not running. */
export function replicaWords(all: readonly ReplicaState[]): StateWords | null {
  const states = all.filter((state) => state !== "absent");
  for (const state of ["down", "paused", "degraded"] as const) {
    const count = states.filter((other) => other === state).length;
    if (count === 0) continue;
    const words = states.length === 1 ? capitalised(state) : `${count} of ${states.length} replicas ${state}`;
    return { words, tone: state === "degraded" ? "warn" : "bad" };
  }
  return null;
}

/** The replica states of a node in the last frame. */
export function replicaStates(nodeId: string): ReplicaState[] {
  const { layout, frame } = live;
  const row = live.nodeIndex.get(nodeId);
  if (layout === null || frame === null || row === undefined) return [];
  const states = frame.replicas.subarray(layout.replicaBase[row] ?? 0, layout.replicaBase[row + 1] ?? 0);
  return Array.from(states, (state) => REPLICA_STATES[state] ?? "up");
}

export function linkWords(linkId: string): StateWords | null {
  const row = live.linkIndex.get(linkId);
  if (row === undefined || live.frame === null) return null;
  const state = live.frame.links[row * LINK_COLUMNS.length + LINK_COLUMNS.indexOf("state")] ?? 0;
  const words = LINK_STATES[state];
  if (words === undefined || state === 0) return null;
  return { words: capitalised(words), tone: words === "cut" || words === "breaker open" ? "bad" : "warn" };
}

const capitalised = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
