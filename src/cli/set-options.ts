import type { ReplicationsPlan } from "../lab/replications";
import type { Topology } from "../topology/schema";
import { readDuration, readSeed } from "./duration-text";
import type { Flags } from "./flags";
import { BadInput, type Io } from "./io";

const MOST_SEEDS = 10_000;
const FEWEST_UNTIL = 10;
const MOST_UNTIL = 200;
const MOST_JOBS = 256;

/** Flags of everything that runs more than one seed. */
export const SET_FLAGS = {
  seed: "string",
  duration: "string",
  replications: "string",
  until: "string",
  jobs: "string",
  json: "boolean",
  out: "string",
} as const;

/** How many seeds to run: as many as said, or until a target. */
export function readSeeds(flags: Flags, otherwise = 30): Omit<ReplicationsPlan, "topology"> {
  const said = flags.text("replications");
  const until = flags.text("until");
  if (until === undefined) {
    const count = said === undefined ? otherwise : readCount("replications", said, 2, MOST_SEEDS);
    return { atLeast: count, atMost: count };
  }
  const targetRatio = readTarget(until);
  const atMost = said === undefined ? MOST_UNTIL : readCount("replications", said, FEWEST_UNTIL, MOST_SEEDS);
  return { atLeast: FEWEST_UNTIL, atMost, targetRatio };
}

export function readJobs(flags: Flags, { cores }: Io): number {
  const said = flags.text("jobs");
  return said === undefined ? cores : readCount("jobs", said, 1, MOST_JOBS);
}

/** The document with seed and duration from the command line in place of its own. */
export function withRun(topology: Topology, flags: Flags): Topology {
  const seed = flags.text("seed");
  const duration = flags.text("duration");
  const run = {
    ...topology.run,
    seed: seed === undefined ? topology.run.seed : readSeed(seed),
    durationMs: duration === undefined ? topology.run.durationMs : readDuration(duration),
  };
  return { ...topology, run };
}

/** Writes the result where it was asked for: into a file, as JSON, or in words. */
export async function deliver(result: unknown, words: () => string, flags: Flags, io: Io): Promise<void> {
  const json = `${JSON.stringify(result, null, 2)}\n`;
  const out = flags.text("out");
  if (out !== undefined) await save(out, json, io);
  if (!flags.on("json")) io.out(words());
  else if (out === undefined) io.out(json);
}

/** Writes a file, or says in one sentence why not. */
export async function save(path: string, text: string, io: Io): Promise<void> {
  try {
    await io.write(path, text);
  } catch (error) {
    const code = (error as { code?: string }).code;
    throw new BadInput(
      `"${path}" could not be written${code === undefined ? "" : ` (${code})`}. Name a file in a folder that exists and that you may write to.`,
    );
  }
}

function readCount(flag: string, text: string, least: number, most: number): number {
  const count = Number(text);
  if (!/^\d+$/.test(text) || count < least || count > most) {
    throw new BadInput(`--${flag} "${text}" is out of range. Use a whole number from ${least} to ${most}.`);
  }
  return count;
}

/** `5%`; a bare number is refused, since 5 and 0.05 could both be meant. */
function readTarget(text: string): number {
  const match = /^(\d+(?:\.\d+)?) ?%$/.exec(text.trim());
  const ratio = match === null ? Number.NaN : Number(match[1]) / 100;
  if (!(ratio >= 0.001 && ratio <= 1)) {
    throw new BadInput(`--until "${text}" is not a target. Write how far mean latency and p99 may be off, from 0.1% to 100%: --until 5%.`);
  }
  return ratio;
}
