import { problemText } from "../../base/problem";
import { onlyFile, readFlags } from "../flags";
import type { Io } from "../io";
import { readTopologyFile } from "../read-topology";

const USAGE = "faultyard check FILE";

/** Says whether a file is a sound topology. */
export async function check(args: readonly string[], io: Io): Promise<void> {
  const file = onlyFile(readFlags(args, {}, USAGE), USAGE);
  const { topology, warnings } = await readTopologyFile(file, io);
  for (const warning of warnings) io.err(`warning: ${problemText(warning)}\n`);
  const counts = [
    count(topology.nodes.length, "node"),
    count(topology.links.length, "link"),
    count(topology.faults.length, "fault"),
  ];
  io.out(`${file}: "${topology.name}" is sound. ${counts.join(", ")}.\n`);
}

const count = (n: number, noun: string) => `${n} ${noun}${n === 1 ? "" : "s"}`;
