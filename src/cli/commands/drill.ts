import { closest } from "../../base/closest";
import { createSession } from "../../lab/create-session";
import { type DrillSeeds, drillOverSeeds } from "../../lab/drill/over-seeds";
import { prepareDrill } from "../../lab/drill/prepare";
import type { DrillVerdict } from "../../lab/drill/report";
import { Replications } from "../../lab/replications";
import type { Session } from "../../lab/session";
import { readyDrills } from "../../topology/drills/library/registry";
import type { Topology } from "../../topology/schema";
import { drillSeedsSummary } from "../drill-seeds-summary";
import { drillSummary } from "../drill-summary";
import type { Flags } from "../flags";
import { BadInput, EXIT_BAD_INPUT, EXIT_DEVIATED, type Io, NotHeld } from "../io";
import { playDrill } from "../play-drill";
import { problemList } from "../read-topology";
import { type WantedReport, wantedReports, writeReports } from "../reports";
import { runSets, tellInterrupted } from "../run-sets";
import { deliver, readJobs, readSeeds } from "../set-options";

/** `run` with a drill: once, or with many seeds. */
export async function drill(file: string, document: Topology, name: string, flags: Flags, io: Io): Promise<void> {
  if (flags.text("duration") !== undefined) {
    throw new BadInput(
      "A drill says itself how long it lasts: leave out --duration, or --set its windows, such as --set drills.ID.windows.afterMs=60000.",
    );
  }
  if (flags.text("sweep") !== undefined)
    throw new BadInput("--sweep and --drill do not go together yet. Run the drill once per value, with --set.");
  if (flags.text("until") !== undefined) throw new BadInput("--until is about steady runs. Say how many seeds: --replications 30.");
  const { topology, id } = findDrill(document, name);
  const prepared = prepareDrill(topology, id);
  if (!prepared.ok) throw new BadInput(problemList(file, prepared.error));
  const wanted = wantedReports(flags);
  if (flags.text("replications") !== undefined) return replicate(topology, id, wanted, flags, io);
  const session = sessionOf(topology, id);
  const run = playDrill(session, io);
  await deliver(run, () => drillSummary(run), flags, io);
  await writeReports(wanted, { topology, session, run }, io);
  hintAtFaults(run.drill.verdict, topology, io);
  tellVerdict(run.drill.verdict);
}

/** A hypothesis often fails before the method for what the file breaks by itself. */
function hintAtFaults(verdict: DrillVerdict | null, { faults }: Topology, io: Io): void {
  if (verdict !== "invalid" || faults.length === 0) return;
  const act = faults.length === 1 ? "a fault of its own, which acts" : `${faults.length} faults of its own, which act`;
  io.err(`The file schedules ${act} in every run of it, drills too.\n`);
}

/** To be called when everything was printed. */
function tellVerdict(verdict: DrillVerdict | null): void {
  if (verdict === "deviated") throw new NotHeld(EXIT_DEVIATED);
  if (verdict !== "held") throw new NotHeld(EXIT_BAD_INPUT);
}

/** Of a drill that has been found sound. */
function sessionOf(topology: Topology, id: string): Session {
  const made = createSession(topology, id);
  if (!made.ok) throw new Error(made.error.map(({ message }) => message).join(" "));
  return made.value;
}

async function replicate(topology: Topology, id: string, wanted: readonly WantedReport[], flags: Flags, io: Io): Promise<void> {
  const set = new Replications({ topology, drill: id, ...readSeeds(flags) });
  const ended = await runSets([[set]], readJobs(flags, io), io);
  const { samples, stopped } = set.summary();
  const seeds = drillOverSeeds(samples);
  if (seeds === null) throw new BadInput("Stopped before the first seed was done: nothing is known yet.");
  await deliver(
    seeds,
    () => drillSeedsSummary(seeds, { topology: topology.name, atMost: set.atMost, isCut: stopped === "cancelled" }),
    flags,
    io,
  );
  if (wanted.length > 0) await reportSeeds(topology, id, wanted, seeds, io);
  tellInterrupted(ended);
  hintAtFaults(seeds.verdict, topology, io);
  tellVerdict(seeds.verdict);
}

/** Shows one of the runs in full: the first that did not hold, or else the first. */
async function reportSeeds(topology: Topology, id: string, wanted: readonly WantedReport[], seeds: DrillSeeds, io: Io): Promise<void> {
  const { seed } = seeds.runs.find(({ verdict }) => verdict !== "held") ?? seeds.runs[0];
  const shown = { ...topology, run: { ...topology.run, seed } };
  const session = sessionOf(shown, id);
  await writeReports(wanted, { topology, session, run: playDrill(session, io), seeds }, io);
}

/** A drill of the file by its id, or by its title as a person types it; or a ready one, which joins the file's own. */
function findDrill(topology: Topology, name: string): { readonly topology: Topology; readonly id: string } {
  const { drills } = topology;
  const same = ({ id, title }: { readonly id: string; readonly title: string }) =>
    id === name || title.toLowerCase() === name.toLowerCase();
  const found = drills.find(({ id }) => id === name) ?? drills.find(same);
  if (found !== undefined) {
    if (drills.filter(({ id }) => id === found.id).length > 1)
      throw new BadInput(`Two drills have the id "${found.id}". Give one of them another id.`);
    return { topology, id: found.id };
  }
  const ready = readyDrills.find(same);
  if (ready !== undefined) {
    const drafted = ready.draft(topology);
    if (drafted === null) throw new BadInput(`The ready drill "${ready.id}" finds nothing to aim at in this file: ${ready.summary}`);
    return { topology: { ...topology, drills: [...drills, drafted] }, id: drafted.id };
  }
  const known = [...drills, ...readyDrills];
  const meant = closest(
    name,
    known.flatMap(({ id, title }) => [id, title]),
  );
  const own = drills.length === 0 ? "The file has no drills at all" : `The file has: ${drills.map(({ id }) => id).join(", ")}`;
  const hint =
    meant === null ? `${own}; ready for any file are: ${readyDrills.map(({ id }) => id).join(", ")}.` : `Did you mean "${meant}"?`;
  throw new BadInput(`There is no drill "${name}". ${hint}`);
}
