import type { Problem } from "../../base/problem";
import { kindOf } from "../../catalog/kinds/definitions";
import { distributionProblems } from "../distribution-problems";
import { pathText } from "../path-text";
import type { Topology } from "../schema";
import { errorAt, warningAt } from "./problem-at";

export function nodeProblems({ nodes, links }: Topology): Problem[] {
  const callers = new Set(links.map(({ from }) => from));
  const callees = new Set(links.map(({ to }) => to));
  return nodes.flatMap((node, i) => {
    const path = `nodes[${i}]`;
    const { ports, title } = kindOf(node.kind);
    const problems = distributionProblems(node.config, ["config"]).map(({ path: inner, message }) =>
      errorAt(`${path}.${pathText(inner)}`, message, "Swap or change the values."),
    );
    if (!ports.incoming && !callers.has(node.id)) {
      problems.push(warningAt(path, `${node.name} has nobody to send its requests to.`, "Connect it to another node."));
    } else if (!callers.has(node.id) && !callees.has(node.id)) {
      problems.push(warningAt(path, `${node.name} is connected to nothing.`, `Connect the ${title.toLowerCase()} or remove it.`));
    }
    return problems;
  });
}
