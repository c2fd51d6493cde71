import { problemText } from "../../base/problem";
import { drillProblems } from "../../topology/drills/check";
import { onlyFile, readFlags } from "../flags";
import { BadInput, type Io } from "../io";
import { problemList, readTopologyFile } from "../read-topology";

const USAGE = "faultyard check FILE";

/** Says whether a file is a sound topology, and whether its drills can run. */
export async function check(args: readonly string[], io: Io): Promise<void> {
  const file = onlyFile(readFlags(args, {}, USAGE), USAGE);
  const { topology, warnings } = await readTopologyFile(file, io);
  const drills = drillProblems(topology);
  if (drills.length > 0) throw new BadInput(problemList(file, drills));
  for (const warning of warnings) io.err(`warning: ${problemText(warning)}\n`);
  const counts = [
    count(topology.nodes.length, "node"),
    count(topology.links.length, "link"),
    count(topology.faults.length, "fault"),
    ...(topology.drills.length === 0 ? [] : [count(topology.drills.length, "drill")]),
  ];
  io.out(`${file}: "${topology.name}" is sound. ${counts.join(", ")}.\n`);
}

const count = (n: number, noun: string) => `${n} ${noun}${n === 1 ? "" : "s"}`;
