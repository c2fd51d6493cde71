import { connectionProblem } from "../connection";
import { linkSchema, type Topology } from "../schema";
import type { Added } from "./add";
import { freshId, usedIds } from "./ids";

/** Links two nodes; null when that makes no sense, see `connectionProblem` for why. */
export function connect(topology: Topology, from: string, to: string): Added | null {
  if (connectionProblem(topology, from, to) !== null) return null;
  const id = freshId(usedIds(topology), "link");
  const link = linkSchema.parse({ id, from, to });
  return { id, topology: { ...topology, links: [...topology.links, link] } };
}
