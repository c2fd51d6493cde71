import { problemText } from "../../base/problem";
import { createSession } from "../../lab/create-session";
import type { RunResult } from "../../lab/result";
import type { Topology } from "../../topology/schema";
import { onlyFile, readFlags } from "../flags";
import { BadInput, type Io } from "../io";
import { playToEnd } from "../play-to-end";
import { problemList, readTopologyFile } from "../read-topology";
import { REPORT_FLAGS } from "../reports";
import { deliver, SET_FLAGS, withRun } from "../set-options";
import { summary } from "../summary";
import { withSettings } from "../sweep-field";
import { withTraffic } from "../traffic";
import { drill } from "./drill";
import { replicate } from "./replicate";
import { sweep } from "./sweep";

const USAGE =
  "faultyard run FILE [--seed N] [--duration 60s] [--replications N] [--until 5%] [--sweep PATH=A,B] [--traffic CLIENT=FILE.csv] [--drill NAME [--report FILE.html] [--junit FILE.xml]] [--set PATH=VALUE] [--jobs N] [--json] [--out FILE]";

/** Runs a file or one of its drills to its end, once or with many seeds, and prints what happened. */
export async function run(args: readonly string[], io: Io): Promise<void> {
  const flags = readFlags(
    args,
    { ...SET_FLAGS, sweep: "string", traffic: "strings", drill: "string", set: "strings", ...REPORT_FLAGS },
    USAGE,
  );
  const file = onlyFile(flags, USAGE);
  const read = await readTopologyFile(file, io);
  // What keeps the drill that is meant from running is told when it is refused; the others matter to nobody now.
  const told = flags.text("drill") === undefined ? read.warnings : read.warnings.filter(({ path }) => !path.startsWith("drills["));
  for (const warning of told) io.err(`warning: ${problemText(warning)}\n`);
  const settled = withSettings(flags.texts("set"), file, read.topology);
  const topology = await withTraffic(withRun(settled, flags), flags.texts("traffic"), io);
  const name = flags.text("drill");
  if (name !== undefined) return drill(file, topology, name, flags, io);
  for (const flag of ["report", "junit"]) {
    if (flags.text(flag) !== undefined || flags.texts(flag).length > 0)
      throw new BadInput(`--${flag} tells of a drill. Say which one: --drill NAME.`);
  }
  const field = flags.text("sweep");
  if (field !== undefined) return sweep(file, topology, field, flags, io);
  if (flags.text("replications") !== undefined || flags.text("until") !== undefined) {
    return replicate(topology, flags, io);
  }
  if (flags.text("jobs") !== undefined) {
    throw new BadInput(`--jobs is for many runs, and this is one. Add --replications 30, or leave it out. Usage: ${USAGE}`);
  }
  const result = play(file, topology, io);
  await deliver(result, () => summary(result), flags, io);
}

function play(file: string, topology: Topology, io: Io): RunResult {
  const made = createSession(topology);
  if (!made.ok) throw new BadInput(problemList(file, made.error));
  return playToEnd(made.value, io);
}
