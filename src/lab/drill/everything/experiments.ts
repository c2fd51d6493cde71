import { canAim } from "../../../catalog/faults/aim";
import { faultOf } from "../../../catalog/faults/definitions";
import { kindOf } from "../../../catalog/kinds/definitions";
import { type Drill, drillSchema } from "../../../topology/drills/schema";
import { printObjective } from "../../../topology/objectives/print";
import { operationsOf } from "../../../topology/objectives/resolve";
import { type Topology, type TopologyNode, topologySchema } from "../../../topology/schema";

/** What is taken away for good: the least that can fail there, or all replicas of a node at once. */
export type Unit = "node" | "replica" | "leader" | "all replicas" | "link";

/** One thing that is killed, and the drill that does it. */
export interface Experiment {
  readonly drill: string;
  readonly unit: Unit;
  /** Of the node or link. */
  readonly id: string;
  readonly name: string;
  readonly replicas: number;
}

/** A document whose drills each kill one thing, and one in which nothing is killed. */
export interface Everything {
  readonly topology: Topology;
  readonly control: string;
  readonly experiments: readonly Experiment[];
  /** Who may miss something, in the order of each drill's objectives: clients first, then operations. */
  readonly asking: readonly Asking[];
}

export interface Asking {
  readonly sort: "source" | "operation";
  /** The id of a client, which is a source of traffic, or an operation's name. */
  readonly id: string;
  readonly name: string;
}

/**
 * Long enough for what is slowest to notice: Patroni's lock of 30 s and its loop of 10 s, Kubernetes' three probes 10 s
 * apart [ms].
 */
const SETTLE_MS = 10_000;
const BEFORE_MS = 20_000;
const NOTICED_MS = 60_000;
const JUDGED_MS = 20_000;

/** Takes away each node and each link in turn, for good; what the document schedules by itself is left out. */
export function everything(document: Topology): Everything {
  const calm = { ...document, faults: [], objectives: [] };
  const asking = [...clientsOf(calm), ...operationsOf(calm).map((name) => ({ sort: "operation", id: name, name }) as const)];
  const planned = [...nodeExperiments(calm), ...linkExperiments(calm)];
  const control = drillOf("control", asking, null);
  const drills = planned.map(({ fault }, i) => drillOf(`kill-${i + 1}`, asking, fault));
  return {
    topology: topologySchema.parse({ ...calm, drills: [control, ...drills] }),
    control: control.id,
    experiments: planned.map(({ fault: _, ...experiment }, i) => ({ ...experiment, drill: drills[i].id })),
    asking,
  };
}

type Planned = Omit<Experiment, "drill"> & { readonly fault: object };

function nodeExperiments(topology: Topology): Planned[] {
  return (topology.nodes as readonly TopologyNode[]).flatMap((node) => {
    const kind = kindOf(node.kind);
    if (!kind.ports.incoming || !canAim(faultOf("crash"), kind)) return [];
    const replicas = kind.replicas(node.config as never);
    const of = (unit: Unit, type: string, target: object = {}): Planned => ({
      unit,
      id: node.id,
      name: node.name,
      replicas,
      fault: { type, target: { type: "node", id: node.id, ...target } },
    });
    if (replicas === 1) return [of("node", "crash")];
    const hasLeader = canAim(faultOf("kill-leader"), kind);
    return [hasLeader ? of("leader", "kill-leader") : of("replica", "crash", { replicas: [0] }), of("all replicas", "crash")];
  });
}

function linkExperiments({ links, nodes }: Topology): Planned[] {
  const name = new Map(nodes.map((node) => [node.id, node.name]));
  return links.map(({ id, from, to }) => ({
    unit: "link",
    id,
    name: `${name.get(from)} to ${name.get(to)}`,
    replicas: 1,
    fault: { type: "partition", target: { type: "link", id } },
  }));
}

function clientsOf({ nodes, links }: Topology): Asking[] {
  return (nodes as readonly TopologyNode[])
    .filter(({ id, kind }) => !kindOf(kind).ports.incoming && links.some(({ from }) => from === id))
    .map(({ id, name }) => ({ sort: "source", id, name }));
}

function drillOf(id: string, asking: readonly Asking[], fault: object | null): Drill {
  const answered = asking.map((one) =>
    printObjective({
      measure: "throughput",
      target: { name: one.id, as: one.sort === "source" ? "node" : "operation" },
      comparison: ">=",
      limit: { value: 0, unit: "/s" },
      over: null,
      probe: null,
    }),
  );
  return drillSchema.parse({
    id,
    title: id,
    hypothesis: answered,
    windows: { settleMs: SETTLE_MS, beforeMs: BEFORE_MS, afterMs: NOTICED_MS + JUDGED_MS },
    method: { durationMs: 1000, faults: fault === null ? [] : [{ id: `${id}-fault`, startMs: 0, ...fault }] },
    rollback: { atEnd: "nothing", atStop: "nothing" },
    expectedRecoveryMs: NOTICED_MS,
  });
}
