import { succeed } from "../base/result";
import { type Frame, type FrameLayout, LINK_COLUMNS, NODE_COLUMNS, WINDOW_COLUMNS, WINDOW_NODE_COLUMNS } from "../lab/frame";
import type { RunResult } from "../lab/result";
import type { CreateSession, Session } from "../lab/session";
import { runStatistics } from "../lab/statistics/run-statistics";
import { type FaultEntry, type Topology, topologySchema } from "../topology/schema";

interface FakeOptions {
  /** Handled per simulated millisecond. */
  readonly eventsPerMs?: number;
  readonly hopsPerMs?: number;
  /** Called on every advance: a place to let the clock run, or to throw. */
  onAdvance?(events: number): void;
}

const REASONS = ["timeout", "refused"] as const;
const WINDOW_MS = 250;

/** A session that counts instead of simulating: one request per event, one hop-table row per hop. */
export function fakeCreateSession(options: FakeOptions = {}): CreateSession & { readonly made: FakeSession[] } {
  const made: FakeSession[] = [];
  const create: CreateSession = (topology) => {
    const session = fakeSession(topology, options);
    made.push(session);
    return succeed(session);
  };
  return Object.assign(create, { made });
}

export interface FakeSession extends Session {
  /** Every value given to `sampleHops`. */
  readonly samples: number[];
  readonly topology: Topology;
}

function fakeSession(topology: Topology, { eventsPerMs = 1, hopsPerMs = 0, onAdvance }: FakeOptions): FakeSession {
  let now = 0;
  let framed = 0;
  let sampled = 1;
  const samples: number[] = [];
  const layout = fakeLayout(topology);
  const events = () => Math.floor(now * eventsPerMs);
  return {
    layout,
    topology,
    samples,
    nowMs: () => now,
    drillReport: () => null,
    events,
    finished: () => now >= layout.durationMs,
    advance(untilMs, maxEvents) {
      const until = Math.min(untilMs, layout.durationMs);
      const before = events();
      now = Math.min(until, now + maxEvents / eventsPerMs);
      onAdvance?.(events() - before);
      return now >= untilMs;
    },
    step: () => {
      now = Math.min(layout.durationMs, now + 1);
    },
    frame() {
      const from = framed;
      framed = now;
      const hops = sampled === 0 ? 0 : Math.floor(((now - from) * hopsPerMs) / sampled);
      return fakeFrame(layout, { from, now, events: events(), hops, oneIn: sampled });
    },
    sampleHops: (n) => {
      sampled = n;
      samples.push(n);
    },
    inject: (fault) => ({ ...fault, startMs: Math.floor(now) + 1 }) as FaultEntry,
    clear: () => Math.floor(now) + 1,
    retune: (next) => next.run.seed === topology.run.seed,
    scheduledEvents: events,
    keepSnapshots: () => {},
    earliestMs: () => null,
    rewind: () => {},
    result: () => fakeResult(topology, events()),
  };
}

export function fakeLayout(topology: Topology): FrameLayout {
  const nodeIds = topology.nodes.map(({ id }) => id);
  return {
    nodeIds,
    linkIds: topology.links.map(({ id }) => id),
    faultIds: topology.faults.map(({ id }) => id),
    partBase: new Array(nodeIds.length + 1).fill(0),
    figureBase: new Array(nodeIds.length + 1).fill(0),
    policyFigureBase: new Array(topology.links.length + 1).fill(0),
    replicaBase: [0, ...nodeIds.map((_, i) => i + 1)],
    reasons: REASONS,
    windowMs: WINDOW_MS,
    durationMs: topology.run.durationMs,
    windowStride: WINDOW_COLUMNS.length + nodeIds.length * WINDOW_NODE_COLUMNS.length + REASONS.length,
  };
}

interface FrameAt {
  readonly from: number;
  readonly now: number;
  readonly events: number;
  readonly hops?: number;
  readonly oneIn?: number;
}

/** A frame whose windows carry their start and end; every other column of window w is w. */
export function fakeFrame(layout: FrameLayout, { from, now, events, hops = 0, oneIn = 1 }: FrameAt): Frame {
  const first = Math.floor(from / layout.windowMs);
  const count = Math.floor(now / layout.windowMs) - first;
  const windows = new Float64Array(count * layout.windowStride);
  for (let i = 0; i < count; i++) {
    windows.fill(first + i, i * layout.windowStride, (i + 1) * layout.windowStride);
    windows[i * layout.windowStride] = (first + i) * layout.windowMs;
    windows[i * layout.windowStride + 1] = (first + i + 1) * layout.windowMs;
  }
  return {
    nowMs: now,
    events,
    issued: events,
    ok: events,
    failed: 0,
    inFlight: 0,
    runHash: "0123456789abcdef",
    windows,
    nodes: new Float32Array(layout.nodeIds.length * NODE_COLUMNS.length),
    links: new Float32Array(layout.linkIds.length * LINK_COLUMNS.length),
    figures: new Float64Array(0),
    parts: new Float32Array(0),
    replicas: new Uint8Array(layout.nodeIds.length),
    activeFaults: new Uint8Array(layout.faultIds.length),
    hops: new Float64Array(hops * 4),
    hopsOneIn: oneIn,
  };
}

export function fakeResult(topology: Topology, events: number): RunResult {
  const latencyMs = {
    count: 0,
    mean: null,
    p50: null,
    p90: null,
    p95: null,
    p99: null,
    p999: null,
    max: null,
  };
  return {
    format: "faultyard-result",
    version: 1,
    topology: topology.name,
    runHash: "0123456789abcdef",
    seed: topology.run.seed,
    durationMs: topology.run.durationMs,
    events,
    requests: { issued: events, ok: events, failed: 0, inFlight: 0, good: events, failuresByReason: {} },
    latencyMs,
    statistics: runStatistics([], { changes: [], warmUpMs: undefined, nodeNames: [] }),
    nodes: {},
    links: {},
  };
}

/** A client that calls one server, ten simulated seconds unless told. */
export function smallTopology(change: object = {}): Topology {
  const at = { x: 0, y: 0 };
  return topologySchema.parse({
    format: "faultyard-topology",
    version: 2,
    name: "Small",
    nodes: [
      { id: "users", kind: "client", name: "Users", position: at },
      { id: "shop", kind: "server", name: "Shop", position: at },
    ],
    links: [{ id: "users--shop", from: "users", to: "shop" }],
    run: { seed: 1, durationMs: 10_000 },
    ...change,
  });
}
