import { Replications } from "../../lab/replications";
import { replicationsResult } from "../../lab/replications-result";
import type { Topology } from "../../topology/schema";
import type { Flags } from "../flags";
import type { Io } from "../io";
import { replicationsSummary } from "../replications-summary";
import { runSets, tellInterrupted } from "../run-sets";
import { deliver, readJobs, readSeeds } from "../set-options";

/** `run` with more than one seed. */
export async function replicate(topology: Topology, flags: Flags, io: Io): Promise<void> {
  const set = new Replications({ topology, ...readSeeds(flags) });
  const ended = await runSets([[set]], readJobs(flags, io), io);
  const result = replicationsResult(set);
  await deliver(result, () => replicationsSummary(result), flags, io);
  tellInterrupted(ended);
}
