import type { Plan, PlanNode } from "../engine/plan";

/** The replicas behind a node's outgoing links: what a balancer sends to, or a queue's consumers. */
export interface Targets {
  readonly count: number;
  readonly link: Int32Array;
  readonly replica: Int32Array;
  /** Index of the target with this global replica, or -1. */
  readonly ofReplica: Int32Array;
}

export function targetsOf(plan: Plan, node: PlanNode, links: readonly number[] = node.out): Targets {
  const link: number[] = [];
  const replica: number[] = [];
  const ofReplica = new Int32Array(plan.replicas).fill(-1);
  for (const out of links) {
    const callee = plan.nodes[plan.links[out].to];
    for (let r = callee.replicaBase; r < callee.replicaBase + callee.replicas; r++) {
      ofReplica[r] = link.length;
      link.push(out);
      replica.push(r);
    }
  }
  return { count: link.length, link: Int32Array.from(link), replica: Int32Array.from(replica), ofReplica };
}
