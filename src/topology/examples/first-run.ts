import { type Topology, topologySchema } from "../schema";
import document from "./first-run.json";

/** The first document a new user sees; the only example that is part of the first load. */
export function firstRunExample(): Topology {
  return topologySchema.parse(document);
}
