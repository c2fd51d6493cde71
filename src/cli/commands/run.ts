import { problemText } from "../../base/problem";
import { createSession } from "../../lab/create-session";
import type { RunResult } from "../../lab/result";
import type { Topology } from "../../topology/schema";
import { readDuration, readSeed } from "../duration-text";
import { onlyFile, readFlags } from "../flags";
import { BadInput, type Io } from "../io";
import { playToEnd } from "../play-to-end";
import { problemList, readTopologyFile } from "../read-topology";
import { summary } from "../summary";

const USAGE = "faultyard run FILE [--seed N] [--duration 60s] [--json] [--out FILE]";

/** Runs a file to its end and prints what happened. */
export async function run(args: readonly string[], io: Io): Promise<void> {
  const flags = readFlags(
    args,
    { seed: "string", duration: "string", json: "boolean", out: "string" },
    USAGE,
  );
  const file = onlyFile(flags, USAGE);
  const { topology, warnings } = await readTopologyFile(file, io);
  for (const warning of warnings) io.err(`warning: ${problemText(warning)}\n`);
  const result = play(file, withRun(topology, flags.text("seed"), flags.text("duration")), io);
  const json = `${JSON.stringify(result, null, 2)}\n`;
  const out = flags.text("out");
  if (out !== undefined) await save(out, json, io);
  if (flags.on("json")) {
    if (out === undefined) io.out(json);
  } else {
    io.out(summary(result));
  }
}

function play(file: string, topology: Topology, io: Io): RunResult {
  const made = createSession(topology);
  if (!made.ok) throw new BadInput(problemList(file, made.error));
  return playToEnd(made.value, io);
}

function withRun(topology: Topology, seed: string | undefined, duration: string | undefined): Topology {
  const run = {
    seed: seed === undefined ? topology.run.seed : readSeed(seed),
    durationMs: duration === undefined ? topology.run.durationMs : readDuration(duration),
  };
  return { ...topology, run };
}

async function save(path: string, text: string, io: Io): Promise<void> {
  try {
    await io.write(path, text);
  } catch (error) {
    const code = (error as { code?: string }).code;
    throw new BadInput(
      `"${path}" could not be written${code === undefined ? "" : ` (${code})`}. Name a file in a folder that exists and that you may write to.`,
    );
  }
}
