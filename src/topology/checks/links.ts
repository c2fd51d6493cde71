import type { Problem } from "../../base/problem";
import { kindOf } from "../../catalog/kinds/definitions";
import { policyEntries } from "../../catalog/policies/definitions";
import { findCycles } from "../call-graph";
import { distributionProblems } from "../distribution-problems";
import { pathText } from "../path-text";
import type { Topology, TopologyLink, TopologyNode } from "../schema";
import { errorAt, warningAt } from "./problem-at";

type Nodes = ReadonlyMap<string, TopologyNode>;

export function linkProblems(topology: Topology): Problem[] {
  const nodes: Nodes = new Map(topology.nodes.map((node) => [node.id, node]));
  const problems: Problem[] = [];
  const pairs = new Map<string, string>();
  const only = new Map<string, string>();
  topology.links.forEach((link, i) => {
    const path = `links[${i}]`;
    const own = [...endProblems(link, path, nodes), ...portProblems(link, path, nodes)];
    // Ids hold no blank, so the pair is unambiguous.
    const pair = `${link.from} ${link.to}`;
    const twin = pairs.get(pair);
    pairs.set(pair, twin ?? link.id);
    const caller = nodes.get(link.from);
    if (twin !== undefined) {
      own.push(errorAt(path, `Link "${link.id}" joins the same two nodes as "${twin}".`, "Remove one of them."));
    } else if (caller !== undefined && kindOf(caller.kind).ports.outgoing === "one") {
      const other = only.get(caller.id);
      only.set(caller.id, other ?? link.id);
      if (other !== undefined)
        own.push(errorAt(path, `${caller.name} calls one node only, and link "${other}" is it.`, "Remove one of its links."));
    }
    if (caller !== undefined && kindOf(caller.kind).ports.callerPolicies) own.push(...policyProblems(link, path, topology));
    for (const { path: inner, message } of distributionProblems(link.config, ["config"])) {
      own.push(errorAt(`${path}.${pathText(inner)}`, message, "Swap or change the values."));
    }
    problems.push(...own);
  });
  return [...problems, ...cycleProblems(topology, nodes)];
}

/** What the policies of a link say of each other and of the links beside it. */
function policyProblems(link: TopologyLink, path: string, { links }: Topology): Problem[] {
  const siblings = links.filter(({ from, id }) => from === link.from && id !== link.id).map(({ id }) => id);
  const policies = link.policies as Readonly<Record<string, unknown>>;
  return policyEntries.flatMap((policy) => {
    const config = policies[policy.id];
    if (config === undefined) return [];
    const found = policy.problems?.(config as never, { policies, siblings }) ?? [];
    return found.map(({ severity, message, remedy }) =>
      (severity === "error" ? errorAt : warningAt)(`${path}.policies.${policy.id}`, `Link "${link.id}": ${message}`, remedy),
    );
  });
}

function endProblems(link: TopologyLink, path: string, nodes: Nodes): Problem[] {
  const problems: Problem[] = [];
  const ends = { from: "starts", to: "ends" } as const;
  for (const end of ["from", "to"] as const) {
    if (nodes.has(link[end])) continue;
    const message = `Link "${link.id}" ${ends[end]} at "${link[end]}", which is not a node of this document.`;
    problems.push(errorAt(`${path}.${end}`, message, "Remove the link or add the node."));
  }
  if (link.from === link.to) problems.push(errorAt(path, `Link "${link.id}" joins a node with itself.`, "Remove the link."));
  return problems;
}

function portProblems(link: TopologyLink, path: string, nodes: Nodes): Problem[] {
  const problems: Problem[] = [];
  const from = nodes.get(link.from);
  const to = nodes.get(link.to);
  if (from !== undefined) {
    const { title, ports } = kindOf(from.kind);
    if (ports.outgoing === "none") {
      problems.push(
        errorAt(`${path}.from`, `${from.name} is a ${title.toLowerCase()} and makes no calls.`, "Remove the link or start it elsewhere."),
      );
    } else if (!ports.callerPolicies && Object.values(link.policies).some((policy) => policy !== undefined)) {
      const message = `Policies have no effect here: ${from.name} is a ${title.toLowerCase()}, which does not wait for answers.`;
      problems.push(warningAt(`${path}.policies`, message, "Remove the policies of this link."));
    }
  }
  if (to !== undefined && !kindOf(to.kind).ports.incoming) {
    const title = kindOf(to.kind).title.toLowerCase();
    problems.push(errorAt(`${path}.to`, `${to.name} is a ${title} and receives no calls.`, "Remove the link or end it elsewhere."));
  }
  return problems;
}

function cycleProblems({ links }: Topology, nodes: Nodes): Problem[] {
  return findCycles(links)
    .filter(({ cycle }) => cycle.length > 2)
    .map(({ link, cycle }) => {
      const names = cycle.map((id) => nodes.get(id)?.name ?? id).join(" → ");
      return errorAt(`links[${link}]`, `Calls go in a circle: ${names}. A request could never end.`, "Remove one of these links.");
    });
}
