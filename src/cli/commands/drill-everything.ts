import { problemText } from "../../base/problem";
import { everything } from "../../lab/drill/everything/experiments";
import { rankLosses } from "../../lab/drill/everything/ranking";
import { Replications } from "../../lab/replications";
import { everythingSummary } from "../everything-summary";
import { onlyFile, readFlags } from "../flags";
import { BadInput, type Io } from "../io";
import { readTopologyFile } from "../read-topology";
import { runSets, tellInterrupted } from "../run-sets";
import { deliver, readJobs, readSeeds, SET_FLAGS, withRun } from "../set-options";
import { withSettings } from "../sweep-field";

const USAGE = "faultyard drill-everything FILE [--replications N] [--seed N] [--set PATH=VALUE] [--jobs N] [--json] [--out FILE]";
/** What is gone is gone under any seed. */
const SEEDS = 2;

/** Takes away each node and link in turn, and ranks what hurts. */
export async function drillEverything(args: readonly string[], io: Io): Promise<void> {
  const { until: _, duration: __, ...types } = SET_FLAGS;
  const flags = readFlags(args, { ...types, set: "strings" }, USAGE);
  const file = onlyFile(flags, USAGE);
  const read = await readTopologyFile(file, io);
  for (const warning of read.warnings) io.err(`warning: ${problemText(warning)}\n`);
  const all = everything(withRun(withSettings(flags.texts("set"), file, read.topology), flags));
  if (all.experiments.length === 0) throw new BadInput(`${file}: there is nothing to take away. Add nodes that clients call.`);
  if (all.asking.length === 0) throw new BadInput(`${file}: nobody sends requests, so nothing can be felt. Add a client.`);
  const ids = [all.control, ...all.experiments.map(({ drill }) => drill)];
  const sets = ids.map((drill) => new Replications({ topology: all.topology, drill, ...readSeeds(flags, SEEDS) }));
  const ended = await runSets(
    sets.map((set) => [set]),
    readJobs(flags, io),
    io,
  );
  // A set that was cut short tells nothing beside one that was not.
  tellInterrupted(ended);
  const result = rankLosses(all, (drill) => sets[ids.indexOf(drill)].summary().samples);
  await deliver(result, () => everythingSummary(result), flags, io);
}
