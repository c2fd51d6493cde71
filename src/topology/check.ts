import type { Problem } from "../base/problem";
import { boundaryProblems } from "./checks/boundaries";
import { faultProblems } from "./checks/faults";
import { idProblems } from "./checks/ids";
import { linkProblems } from "./checks/links";
import { nodeProblems } from "./checks/nodes";
import { referenceProblems } from "./checks/references";
import type { Topology } from "./schema";

/**
 * What a schema cannot see: whether the parts fit together. Errors keep a document from opening or running;
 * warnings point at what will do nothing. A problem's path always begins at the element that would have to go.
 */
export function checkTopology(topology: Topology): Problem[] {
  return [
    ...idProblems(topology),
    ...linkProblems(topology),
    ...boundaryProblems(topology),
    ...faultProblems(topology),
    ...nodeProblems(topology),
    ...referenceProblems(topology),
  ];
}
