import { problemText } from "../../base/problem";
import { Replications } from "../../lab/replications";
import { comparisonResult } from "../../lab/replications-result";
import type { Topology } from "../../topology/schema";
import { comparisonSummary } from "../comparison-summary";
import { readFlags } from "../flags";
import { BadInput, type Io } from "../io";
import { readTopologyFile } from "../read-topology";
import { runSets, tellInterrupted } from "../run-sets";
import { deliver, readJobs, readSeeds, SET_FLAGS, withRun } from "../set-options";

const USAGE = "faultyard compare A B [--replications 30] [--seed N] [--duration 60s] [--jobs N] [--json] [--out FILE]";

/** Runs two files with the same seeds and says where they differ. */
export async function compare(args: readonly string[], io: Io): Promise<void> {
  const { until: _, ...types } = SET_FLAGS;
  const flags = readFlags(args, types, USAGE);
  const [first, second, ...more] = flags.files;
  if (first === undefined || second === undefined || more.length > 0) {
    throw new BadInput(`Name the two files to compare. Usage: ${USAGE}`);
  }
  const read = async (file: string) => {
    const { topology, warnings } = await readTopologyFile(file, io);
    for (const warning of warnings) io.err(`warning: ${file}: ${problemText(warning)}\n`);
    return withRun(topology, flags);
  };
  const a = await read(first);
  const b = alike(a, await read(second), second);
  const seeds = readSeeds(flags);
  const sets = [a, b].map((topology) => new Replications({ topology, ...seeds })) as [Replications, Replications];
  const ended = await runSets([sets], readJobs(flags, io), io);
  const result = comparisonResult(...sets);
  await deliver(result, () => comparisonSummary(result, [first, second]), flags, io);
  tellInterrupted(ended);
}

/** Both start from one seed; how long they run is for the files to agree on, since it changes what is measured. */
function alike(a: Topology, b: Topology, file: string): Topology {
  if (a.run.durationMs !== b.run.durationMs) {
    throw new BadInput(
      `${file}: run.durationMs is ${b.run.durationMs}, in the other file ${a.run.durationMs}. Say how long both should run: --duration 60s.`,
    );
  }
  return { ...b, run: { ...b.run, seed: a.run.seed } };
}
