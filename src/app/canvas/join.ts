import type { Connection } from "@xyflow/react";
import { connectionProblem } from "../../topology/connection";
import { connect } from "../../topology/edit/connect";
import { tell } from "../persistence/notice-store";
import { useDocument } from "../stores/document-store";

/** Links two nodes, or says why not. */
export function join({ source, target }: Pick<Connection, "source" | "target">): void {
  const { topology, change } = useDocument.getState();
  const linked = connect(topology, source, target);
  if (linked === null) {
    explain(source, target);
    return;
  }
  const name = (id: string) => topology.nodes.find((node) => node.id === id)?.name ?? id;
  change(`Connect ${name(source)} to ${name(target)}`, () => linked.topology);
}

/** Says why two nodes cannot be linked. */
export function explain(source: string, target: string): void {
  const problem = connectionProblem(useDocument.getState().topology, source, target);
  if (problem !== null) tell(problem);
}
