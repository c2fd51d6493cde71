import { canAim } from "../../catalog/faults/aim";
import type { FaultDefinition } from "../../catalog/faults/define";
import { breakable, faultOf } from "../../catalog/faults/definitions";
import { kindOf } from "../../catalog/kinds/definitions";
import type { NewStep } from "../../topology/edit/drills";
import type { FaultTarget, Topology, TopologyNode } from "../../topology/schema";
import { targetsFor } from "../dock/fault-targets";

/** Something that a method can do, with a magnitude to begin with. */
export interface LibraryItem {
  readonly id: string;
  readonly group: string;
  readonly title: string;
  /** Its magnitude, in a word or two. */
  readonly magnitude: string;
  readonly summary: string;
  /** Aimed at what is selected where it can be; null where nothing in the document can be hit. */
  make(topology: Topology, selected: ReadonlySet<string>): NewStep | null;
}

const LASTS_MS = 20_000;
/** What happens in a moment needs no length; it gets one so that one can see it. */
const MOMENT_MS = 1000;

const FAULT_GROUPS: Readonly<Record<Exclude<FaultDefinition["group"], "operate">, string>> = {
  stop: "Stop",
  slow: "Slow down",
  wrong: "Go wrong",
  network: "Network",
  load: "Load",
  data: "Data",
};

export const library: readonly LibraryItem[] = [
  trafficItem("traffic-2", "More traffic", "×2", { type: "factor", factor: 2 }),
  trafficItem("traffic-10", "Traffic spike", "×10", { type: "factor", factor: 10 }),
  trafficItem("traffic-half", "Less traffic", "×0.5", { type: "factor", factor: 0.5 }),
  trafficItem("traffic-rate", "Set the rate", "100 /s", { type: "rate", ratePerSecond: 100 }),
  ...breakable.filter(({ id }) => id !== "traffic-spike").map(faultItem),
  actionItem("failover", "Failover", "failover", "to a standby", {}),
  actionItem("scale", "Scale", "scale", "twice the replicas", { durationMs: LASTS_MS }),
  actionItem("drain", "Drain", "graceful-stop", "one replica", { durationMs: LASTS_MS, replicas: [0] }),
];

/** Items in their groups, those alone in which every word of the search occurs. */
export function searchLibrary(search: string): (readonly [group: string, items: readonly LibraryItem[]])[] {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const found = library.filter(({ title, group, summary }) => {
    const text = `${title} ${group} ${summary}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  // What is called so before what only mentions it.
  const named = ({ title }: LibraryItem) => (words.every((word) => title.toLowerCase().includes(word)) ? 0 : 1);
  const groups = new Map<string, LibraryItem[]>();
  for (const item of found.toSorted((a, b) => named(a) - named(b))) groups.set(item.group, [...(groups.get(item.group) ?? []), item]);
  return [...groups];
}

function faultItem(fault: FaultDefinition): LibraryItem {
  const params = fault.params.parse({});
  const magnitude = fault.label(params as never);
  return {
    id: fault.id,
    group: FAULT_GROUPS[fault.group as keyof typeof FAULT_GROUPS],
    title: fault.title,
    magnitude: magnitude.toLowerCase() === fault.title.toLowerCase() ? "" : magnitude,
    summary: fault.docs.summary,
    make(topology, selected) {
      const target = bestTarget(topology, fault, selected);
      const durationMs = fault.momentary === true ? MOMENT_MS : LASTS_MS;
      return target === null ? null : { sort: "faults", stem: fault.id, step: { type: fault.id, target, durationMs, params } };
    },
  };
}

/** What is selected, else one replica of the node with most of them, else the first thing that it can hit. */
function bestTarget(topology: Topology, fault: FaultDefinition, selected: ReadonlySet<string>): FaultTarget | null {
  const targets = targetsFor(topology, fault).map(({ target }) => target);
  const chosen = targets.find((target) => target.type !== "all" && selected.has(target.id));
  if (chosen !== undefined) return chosen;
  const replicas = new Map(
    (topology.nodes as readonly TopologyNode[]).map(({ id, kind, config }) => [id, kindOf(kind).replicas(config as never)]),
  );
  const single = targets
    .filter((target) => target.type === "node" && target.replicas !== undefined)
    .sort((a, b) => (replicas.get(idOf(b)) ?? 0) - (replicas.get(idOf(a)) ?? 0));
  return single[0] ?? targets.find(({ type }) => type !== "all") ?? targets[0] ?? null;
}

const idOf = (target: FaultTarget) => (target.type === "all" ? "" : target.id);

function trafficItem(id: string, title: string, magnitude: string, change: object): LibraryItem {
  return {
    id,
    group: "Traffic",
    title,
    magnitude,
    summary: "Requests of one client, or of all of them.",
    make(topology, selected) {
      const sources = (topology.nodes as readonly TopologyNode[]).filter(({ kind }) => !kindOf(kind).ports.incoming);
      const client = sources.find((node) => selected.has(node.id))?.id;
      return sources.length === 0 ? null : { sort: "traffic", stem: "traffic", step: { client, durationMs: LASTS_MS, change } };
    },
  };
}

/** `faultId` is the entry of the registry that does it: it knows what can be scaled or failed over. */
function actionItem(type: string, title: string, faultId: string, magnitude: string, values: object): LibraryItem {
  const fault = faultOf(faultId);
  return {
    id: type,
    group: "Operators",
    title,
    magnitude,
    summary: fault.docs.summary,
    make(topology, selected) {
      const able = actionTargets(topology, type);
      const count = ({ kind, config }: TopologyNode) => kindOf(kind).replicas(config as never);
      const node = able.find(({ id }) => selected.has(id)) ?? able.toSorted((a, b) => count(b) - count(a))[0];
      if (node === undefined) return null;
      const replicas = kindOf(node.kind).replicas(node.config as never);
      const own = type === "scale" ? { replicas: 2 * replicas } : type === "drain" && replicas < 2 ? { replicas: undefined } : {};
      return { sort: "actions", stem: type, step: { type, node: node.id, ...values, ...own } };
    },
  };
}

/** Nodes on which an operator can do this. */
export function actionTargets(topology: Topology, type: string): TopologyNode[] {
  const fault = faultOf(type === "drain" ? "graceful-stop" : type);
  return (topology.nodes as readonly TopologyNode[]).filter(
    ({ kind, config }) =>
      canAim(fault, kindOf(kind)) &&
      !(type === "scale" && config.autoscaling !== undefined) &&
      !(type === "failover" && config.standbys === 0),
  );
}
