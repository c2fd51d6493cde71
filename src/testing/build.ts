import { createSession } from "../lab/create-session";
import type { RunResult } from "../lab/result";
import type { Session } from "../lab/session";
import { CURRENT_VERSION, type Topology, topologySchema } from "../topology/schema";

type Config = Record<string, unknown>;

/** A document in a few words, for tests: positions do not matter to the engine. */
export function build(parts: {
  nodes: Record<string, [kind: string, config?: Config]>;
  links: [from: string, to: string, config?: Config, policies?: Config][];
  faults?: Config[];
  boundaries?: Record<string, { members: string[]; crossLatencyMs?: number; innerLatencyMs?: number; parent?: string }>;
  /** Nodes whose replicas are spread over boundaries. */
  zones?: Record<string, readonly string[]>;
  seed?: number;
  durationMs?: number;
}): Topology {
  const home = new Map<string, string>();
  for (const [id, { members }] of Object.entries(parts.boundaries ?? {})) {
    for (const member of members) home.set(member, id);
  }
  return topologySchema.parse({
    format: "faultyard-topology",
    version: CURRENT_VERSION,
    name: "test",
    nodes: Object.entries(parts.nodes).map(([id, [kind, config]]) => ({
      id,
      kind,
      name: id,
      position: { x: 0, y: 0 },
      config: config ?? {},
      ...(home.has(id) ? { boundary: home.get(id) } : {}),
      ...(parts.zones?.[id] ? { zones: parts.zones[id] } : {}),
    })),
    links: parts.links.map(([from, to, config, policies]) => ({
      id: `${from}-${to}`,
      from,
      to,
      config: { latency: { type: "constant", valueMs: 0 }, ...config },
      policies: policies ?? {},
    })),
    boundaries: Object.entries(parts.boundaries ?? {}).map(([id, { crossLatencyMs, innerLatencyMs, parent }]) => ({
      id,
      ...(parent === undefined ? {} : { parent }),
      kind: "zone",
      name: id,
      position: { x: 0, y: 0 },
      size: { width: 100, height: 100 },
      config: { crossLatencyMs: crossLatencyMs ?? 0, innerLatencyMs: innerLatencyMs ?? 0 },
    })),
    faults: parts.faults ?? [],
    run: { seed: parts.seed ?? 1, durationMs: parts.durationMs ?? 60_000 },
  });
}

export function sessionOf(topology: Topology): Session {
  const created = createSession(topology);
  if (!created.ok) throw new Error(created.error.map((problem) => problem.message).join("\n"));
  return created.value;
}

/** Runs a document to its end. */
export function run(topology: Topology): RunResult {
  const session = sessionOf(topology);
  session.advance(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
  return session.result();
}

/** A client of steady Poisson traffic. */
export const poisson = (ratePerSecond: number, operations?: Config[]): [string, Config] => [
  "client",
  {
    traffic: { type: "open", arrivals: "poisson", profile: { type: "steady", ratePerSecond } },
    ...(operations ? { operations } : {}),
  },
];

/** A server with exponential service. */
export const exponentialServer = (meanMs: number, slots = 1, more: Config = {}): [string, Config] => [
  "server",
  { replicas: 1, slots, queueLimit: 1_000_000, serviceTime: { type: "exponential", meanMs }, ...more },
];
