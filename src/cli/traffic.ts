import { closest } from "../base/closest";
import { kindOf } from "../catalog/kinds/definitions";
import { parseRecording, type Recording } from "../catalog/workloads/recording";
import { recordingText } from "../catalog/workloads/recording-text";
import type { Topology, TopologyNode } from "../topology/schema";
import { topologySchema } from "../topology/schema";
import { BadInput, type Io } from "./io";
import { readText } from "./read-topology";

/** The document with recorded arrivals in place of the traffic of some clients: words such as `users=monday.csv`. */
export async function withTraffic(topology: Topology, words: readonly string[], io: Io): Promise<Topology> {
  let replayed = topology;
  for (const word of words) replayed = await replay(replayed, word, io);
  return replayed;
}

async function replay(topology: Topology, word: string, io: Io): Promise<Topology> {
  const split = word.indexOf("=");
  if (split < 1) throw new BadInput(`--traffic "${word}" names no client. Write CLIENT=FILE.csv.`);
  const path = word.slice(split + 1);
  const nodes = topology.nodes as readonly TopologyNode[];
  const source = findNode(nodes, word.slice(0, split));
  const { withRecording } = kindOf(source.kind);
  if (withRecording === undefined) throw new BadInput(`${source.name} sends no traffic of its own. Name a client with --traffic.`);
  const read = parseRecording(await readText(path, io));
  if (!read.ok) throw new BadInput(`${path}: ${read.error.message} ${read.error.remedy}`);
  for (const warning of warningsOf(read.value, topology)) io.err(`warning: ${path} ${warning}\n`);
  const config = withRecording(source.config as never, recordingText(read.value));
  const changed = nodes.map((node) => (node === source ? { ...node, config } : node));
  const checked = topologySchema.safeParse({ ...topology, nodes: changed });
  if (!checked.success) throw new BadInput(`${path} is too long for a document. Cut it down to the part that you need.`);
  return checked.data;
}

function findNode(nodes: readonly TopologyNode[], wanted: string): TopologyNode {
  const found = nodes.find(({ id }) => id === wanted) ?? nodes.find(({ name }) => name === wanted);
  if (found !== undefined) return found;
  const meant = closest(
    wanted,
    nodes.flatMap(({ id, name }) => [id, name]),
  );
  const hint = meant === null ? "Name a client by its id or name." : `Did you mean "${meant}"?`;
  throw new BadInput(`There is no node "${wanted}". ${hint}`);
}

function* warningsOf({ timesMs, needsMs }: Recording, { nodes, run }: Topology): Generator<string> {
  const heeded = nodes.some(({ config }) => "serviceFrom" in config && config.serviceFrom === "recording");
  if (!heeded && needsMs.some((need) => !Number.isNaN(need)))
    yield "says what each request needs, but no server takes its service time from the recording.";
  const lastMs = timesMs[timesMs.length - 1] ?? 0;
  if (lastMs > run.durationMs) yield `lasts ${lastMs / 1000} s, and the run ${run.durationMs / 1000} s. Give it a longer --duration.`;
}
