import type { DrawInto } from "../base/draws";
import type { Stream } from "../base/stream";
import type { Sim } from "./sim";

/** Writes one draw. */
export type Sampler = DrawInto;

/** A node, resolved to integers. `config` is its kind's parsed configuration. */
export interface PlanNode {
  readonly index: number;
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly config: unknown;
  readonly replicaBase: number;
  /** Room for so many; `usual` of them are there at the start, unless its kind says otherwise. */
  readonly replicas: number;
  readonly usual: number;
  /**
   * Where its replicas lie, in turn: of each place the boundaries around it, innermost first, by their position in the
   * document. Nearly always there is one place.
   */
  readonly places: readonly (readonly number[])[];
  /** Outgoing and incoming links, in document order. */
  readonly out: readonly number[];
  readonly in: readonly number[];
}

/** What the two ends of a link speak, as far as the network has to honour it. */
export interface PlanProtocol {
  /** Lost messages are sent again. */
  readonly retransmits: boolean;
  /** null: connections are always there, as many as it takes. */
  readonly connections: PlanConnections | null;
  /** Added to the bytes of each request and each answer. */
  readonly headerBytes: number;
  /** What the bytes of their bodies are multiplied by. */
  readonly bodyRatio: number;
  /** What it takes to write or to read 1000 bytes of body, as the operation states them, at either end [ms]. */
  readonly codingMsPerKb: number;
  /** The callee is told when its caller gives a call up, and stops its work on it. */
  readonly cancels: boolean;
  /** A caller's calls all go to one replica, the same as long as it is there. */
  readonly sticks: boolean;
  /** With cancellation: the callee knows the caller's time limit, and needs no news to stop when it is over. */
  readonly deadlines: boolean;
}

/** Connections between each pair of a calling and a called replica. */
export interface PlanConnections {
  /** To set one up, before the first request may leave. */
  readonly roundTrips: number;
  /** Calls that one connection carries at a time. */
  readonly streams: number;
  /** Connections at most. */
  readonly most: number;
  /** Calls that may wait for one; 0 is unlimited. */
  readonly mostWaiting: number;
  /** One that is idle for this long is closed [ms]; 0 is never. */
  readonly idleMs: number;
}

/** Messages that cost what their link costs, over connections that are always there. */
export const PLAIN: PlanProtocol = {
  retransmits: true,
  connections: null,
  headerBytes: 0,
  bodyRatio: 1,
  codingMsPerKb: 0,
  cancels: false,
  sticks: false,
  deadlines: false,
};

export interface PlanLink {
  readonly index: number;
  readonly id: string;
  readonly from: number;
  readonly to: number;
  readonly lossRatio: number;
  /** 0 is unlimited. */
  readonly bytesPerMs: number;
  readonly protocol: PlanProtocol;
  readonly weight: number;
  /** Among the hosts of a balancer; those of level 0 come first. */
  readonly priorityLevel: number;
  readonly callRatio: number;
  /** A queue's way out for messages that it gives up. */
  readonly deadLetter: boolean;
  /** 1 for each operation that uses the link, where its caller heeds that; null for all. */
  readonly operations: Uint8Array | null;
  /** Where the replicas of an end are spread over places: its paths by the caller's place, then the callee's. */
  readonly paths: readonly (readonly number[])[] | null;
  /** Its latency where that never varies, without the crossing [ms]; NaN where it does. */
  readonly fixedLatencyMs: number;
  /** Binds the latency sampler [ms] to its stream. */
  readonly bindLatency: (stream: Stream) => Sampler;
  /** By policy id; absent policies are off. */
  readonly policies: Readonly<Record<string, unknown>>;
}

/** From one place to another over a link. */
export interface PlanPath {
  readonly link: number;
  /** Its ends do not lie in the same boundaries. */
  readonly crossesBorder: boolean;
  /** Of the boundaries that it crosses, or lies in, added one way [ms]. */
  readonly crossingMs: number;
}

/** What clients ask for, over all clients. */
export interface PlanOperation {
  readonly name: string;
  readonly writes: boolean;
  readonly requestBytes: number;
  readonly responseBytes: number;
  readonly deadlineMs: number;
  /** 0 (lowest) to 9. */
  readonly priority: number;
}

/** Elements that a fault hits, as integers. */
export interface FaultScope {
  readonly replicas: readonly number[];
  readonly links: readonly number[];
  /** The directions of paths that it hits: 2 x path for requests, 2 x path + 1 for replies; a path's two in turn. */
  readonly ways: readonly number[];
  readonly nodes: readonly number[];
  /** Replicas inside a boundary whose node has others outside. */
  readonly severed: readonly number[];
}

export type ScopePart = "replicas" | "links" | "nodes";

/** When a fault that comes and goes by itself strikes a replica again, and for how long [ms]. */
export interface PlanCycle {
  readonly bindApart: (stream: Stream) => Sampler;
  readonly bindLasts: (stream: Stream) => Sampler;
}

export interface PlanFault {
  readonly id: string;
  readonly startMs: number;
  /** Infinity: until the end of the run. */
  readonly endMs: number;
  /** From the start until it acts in full [ms]. */
  readonly rampMs: number;
  /** What grows along the ramp: how hard it acts, or on how much of its scope. */
  readonly rampsBy: "magnitude" | "scope";
  readonly cycle?: PlanCycle;
  readonly scope: FaultScope;
  /** Of the replicas in its scope it hits those that lead when it starts, and stays with them. */
  readonly onLeaders?: boolean;
  /** Adds the fault's share to the neutral conditions; `strength` is how far its ramp has climbed, 0..1. */
  readonly contribute: (surface: FaultSurface, scope: FaultScope, strength: number) => void;
}

/** What a fault can do to the world. Faults on one element add up; ending one restores the rest exactly. */
export interface FaultSurface {
  down(replica: number): void;
  pause(replica: number): void;
  slow(replica: number, factor: number): void;
  errors(replica: number, ratio: number): void;
  /** `way` is a direction of a path, as in `FaultScope.ways`. */
  addLatency(way: number, addedMs: number, jitterMs: number): void;
  lose(way: number, ratio: number): void;
  /** A share of messages is delivered twice. */
  duplicate(way: number, ratio: number): void;
  /** A share of messages ends in a reset connection. */
  reset(way: number, ratio: number): void;
  /** A share of messages arrives so that nobody can read it. */
  corrupt(way: number, ratio: number): void;
  /** No more than this much gets through. */
  narrow(way: number, bytesPerMs: number): void;
  cut(way: number): void;
  /**
   * Adds to a named condition of a replica, node or link that only some kinds heed, such as "disk-full"; they read it
   * as a column of `Conditions`.
   */
  raise(part: ScopePart, name: string, index: number, amount: number): void;
  /** On the open or closed loop of a client node. */
  traffic(node: number, factor: number): void;
}

/** A compiled document: integers and samplers, no strings to look up while running. */
export interface Plan {
  readonly seed: number;
  readonly durationMs: number;
  readonly nodes: readonly PlanNode[];
  readonly links: readonly PlanLink[];
  /** First those of the links in their order, one each; then the others of links with several. */
  readonly paths: readonly PlanPath[];
  readonly operations: readonly PlanOperation[];
  readonly faults: readonly PlanFault[];
  readonly replicas: number;
  readonly kinds: readonly PlanKind[];
  readonly policies: readonly PlanPolicy[];
}

export interface PlanKind {
  readonly id: string;
  readonly simulate: SimulateKind;
  readonly nodes: readonly PlanNode[];
}

export interface PlanPolicy {
  readonly id: string;
  readonly simulate: SimulatePolicy;
  readonly links: readonly PlanLink[];
}

/**
 * Binds one kind's behaviour for one run. Setting up may allocate; the handlers it returns may not. State that
 * changes lives in typed arrays.
 */
export type SimulateKind = (sim: Sim, nodes: readonly PlanNode[]) => KindHandlers;

/** Binds one policy to the links that carry it; called again with the same links when a live edit changes them. */
export type SimulatePolicy = (sim: Sim, links: readonly PlanLink[]) => void;

export interface KindHandlers {
  /** A call has arrived at a node of this kind. */
  request(call: number): void;
  /** A call made by a node of this kind has ended; `parent` is the call in whose service it was made, or -1. */
  answer(parent: number, call: number): void;
  /** The replica that is to serve a call, chosen before it is sent where connections go to replicas; -1 where none is. */
  route?(call: number): number;
  /**
   * The caller has taken back a call that waits or is worked on here. The kind lets go of it (its slot, its place) and
   * ends it with `sim.cancellations.stop`; a kind that cannot stop half-way works on.
   */
  cancel?(call: number): void;
  /** A call that this node made for `parent` is given up because `parent` was taken back: no answer will come. */
  abandoned?(parent: number, call: number): void;
  /** Reads the configuration of a node into the columns: at the start, and again after a live edit. */
  configure(node: PlanNode): void;
  /** After every node is configured: first events. */
  start(): void;
  /** The process of a replica has died. */
  crashed(replica: number): void;
  paused(replica: number): void;
  resumed(replica: number): void;
  /** The process is back. */
  restarted(replica: number): void;
  /** Of kinds whose replicas have leaders among them: whether this one leads now. */
  leads?(replica: number): boolean;
  /** A traffic fault changed the factor of a client node. */
  trafficChanged?(node: number): void;
  /** Messages that wait for the consumers behind a link, of a kind that has such. */
  backlog?(link: number): number;
  /** Writes the kind's gauges into `out` from `at` on. */
  gauges(node: number, out: Float32Array, at: number): void;
  /** Writes what each of the node's parts shows on its face into `out` from `at` on, of a kind that declares parts. */
  parts?(node: number, out: Float32Array, at: number): void;
  /** Writes the kind's figures over the whole run into `out`, in the order in which it declares them. */
  figures?(node: number, out: Float64Array): void;
}
