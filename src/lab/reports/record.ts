import { CURRENT_VERSION, type Topology } from "../../topology/schema";
import type { DrillSeeds } from "../drill/over-seeds";
import { type DrillPlan, planDrill } from "../drill/plan";
import type { DrillReport } from "../drill/report";
import type { FrameLayout } from "../frame";
import type { RunResult } from "../result";
import { type Series, seriesOf } from "./series";

/** The run of a drill. */
export type DrillRun = RunResult & { readonly drill: DrillReport };

/** All that a report of a drill says, and all that repeats it; plain data, which every format is written from. */
export interface DrillRecord {
  readonly format: "faultyard-report";
  readonly version: 1;
  readonly madeBy: { readonly name: "Faultyard"; readonly version: string; readonly documentVersion: number };
  /** What to type to come to the same, with the document below in a file of this name. */
  readonly reproduce: { readonly file: string; readonly command: string };
  /** As it was run: fields set on the command line and the seed are in it. */
  readonly topology: Topology;
  /** The one run, or of many the one that is shown. */
  readonly run: DrillRun;
  readonly series: Series;
  /** Of many seeds. */
  readonly seeds: DrillSeeds | null;
}

export interface RecordParts {
  /** Of the program. */
  readonly version: string;
  readonly topology: Topology;
  readonly run: DrillRun;
  readonly layout: FrameLayout;
  /** Every closed window of the run, `layout.windowStride` floats each. */
  readonly windows: Float64Array;
  readonly seeds?: DrillSeeds | undefined;
}

/** Gathers what a report is written from. */
export function drillRecord({ version, topology, run, layout, windows, seeds }: RecordParts): DrillRecord {
  const first = seeds?.runs[0].seed ?? run.seed;
  const file = `${slug(topology.name)}.json`;
  return {
    format: "faultyard-report",
    version: 1,
    madeBy: { name: "Faultyard", version, documentVersion: CURRENT_VERSION },
    reproduce: {
      file,
      command: `faultyard run ${file} --drill ${run.drill.drill.id} --seed ${first}${seeds === undefined ? "" : ` --replications ${seeds.seeds}`}`,
    },
    topology: { ...topology, run: { ...topology.run, seed: first } },
    run,
    series: seriesOf(layout, windows, topology),
    seeds: seeds ?? null,
  };
}

/** What the drill was planned to be; the run may have ended before it came to all of it. */
export function planOf({ topology, run }: DrillRecord): DrillPlan {
  const planned = planDrill(topology, run.drill.drill.id);
  if (!planned.ok) throw new Error(planned.error.map(({ message }) => message).join(" "));
  return planned.value;
}

/** Faults of the document itself that act during the drill, beside those of its method. */
export function ownFaults(record: DrillRecord): Topology["faults"] {
  const { topology, steps } = planOf(record);
  const played = new Set(steps.flatMap(({ faults }) => faults));
  return topology.faults.filter(({ id, startMs }) => !played.has(id) && startMs < record.run.durationMs);
}

/** A name that every file system and shell takes as it is. */
function slug(name: string): string {
  const words = name.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return words.join("-").slice(0, 60) || "topology";
}
