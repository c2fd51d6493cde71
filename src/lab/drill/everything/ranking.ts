import type { Sample } from "../../replications";
import type { Asking, Everything, Experiment } from "./experiments";

/**
 * What the loss of something does, once everybody has had time to notice:
 * - "gone": some client or operation is hardly answered any more;
 * - "hurt": a part of the answers stays away;
 * - "bumpy": only requests until it was noticed were lost;
 * - "unfelt".
 */
export type Harm = "gone" | "hurt" | "bumpy" | "unfelt";

/** One loss, and what it does compared with runs of the same seeds without it. */
export interface Loss extends Experiment {
  readonly harm: Harm;
  /** One thing that fails takes a client or an operation away. */
  readonly isSinglePoint: boolean;
  /** Share of the answers that stays away for good, of all, and by client and operation, 0..1. */
  readonly lostRatio: number;
  readonly missing: readonly (Asking & { readonly lostRatio: number })[];
  /** Requests that failed in the 80 s after it, mean over the seeds, beyond those that fail anyway. */
  readonly failed: number;
}

export interface EverythingResult {
  readonly format: "faultyard-everything";
  readonly version: 1;
  readonly topology: string;
  readonly seeds: readonly number[];
  /** Worst first. */
  readonly losses: readonly Loss[];
  /** Nodes and links that are single points of failure, by id. */
  readonly singlePoints: { readonly nodes: readonly string[]; readonly links: readonly string[] };
}

/** A client or operation of which no more than a tenth is answered is gone. */
const GONE = 0.9;
/** A share that stays away below this is noise. */
const FELT = 0.02;
const FEWEST_FAILED = 5;

const HARMS: readonly Harm[] = ["gone", "hurt", "bumpy", "unfelt"];

/** Ranks losses by what hurts; `samplesOf` gives the runs of a drill, in the order of their seeds. */
export function rankLosses(all: Everything, samplesOf: (drill: string) => readonly Sample[]): EverythingResult {
  const control = samplesOf(all.control);
  const losses = all.experiments.map((experiment) => lossOf(all, experiment, samplesOf(experiment.drill), control));
  losses.sort(worstFirst);
  const single = losses.filter(({ isSinglePoint }) => isSinglePoint);
  return {
    format: "faultyard-everything",
    version: 1,
    topology: all.topology.name,
    seeds: control.map(({ seed }) => seed),
    losses,
    singlePoints: {
      nodes: single.filter(({ unit }) => unit !== "link").map(({ id }) => id),
      links: single.filter(({ unit }) => unit === "link").map(({ id }) => id),
    },
  };
}

/** What stays away counts where it is more than noise; else how many requests failed. */
function worstFirst(a: Loss, b: Loss): number {
  const harm = HARMS.indexOf(a.harm) - HARMS.indexOf(b.harm);
  if (harm !== 0) return harm;
  const isLasting = a.harm === "gone" || a.harm === "hurt";
  const away = isLasting ? worstOf(b) - worstOf(a) || b.lostRatio - a.lostRatio : 0;
  return away || b.failed - a.failed;
}

const worstOf = ({ missing }: Pick<Loss, "missing">) => Math.max(0, ...missing.map(({ lostRatio }) => lostRatio));

function lossOf({ asking }: Everything, experiment: Experiment, samples: readonly Sample[], control: readonly Sample[]): Loss {
  const rate = (runs: readonly Sample[], who: number) => mean(runs.map((run) => answered(run, who)));
  const lost = (without: number, usual: number) => (usual === 0 ? 0 : Math.max(0, 1 - without / usual));
  const missing = asking.map((one, i) => ({ ...one, lostRatio: lost(rate(samples, i), rate(control, i)) }));
  const sum = (runs: readonly Sample[]) => asking.reduce((total, { sort }, i) => total + (sort === "source" ? rate(runs, i) : 0), 0);
  const lostRatio = lost(sum(samples), sum(control));
  const failed = Math.max(0, mean(samples.map(failures)) - mean(control.map(failures)));
  const worst = worstOf({ missing });
  const harm: Harm = worst >= GONE ? "gone" : worst >= FELT ? "hurt" : failed >= FEWEST_FAILED ? "bumpy" : "unfelt";
  const isSinglePoint = harm === "gone" && experiment.unit !== "all replicas";
  return { ...experiment, harm, isSinglePoint, lostRatio, missing, failed };
}

const mean = (values: readonly number[]) => (values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length);

/** Answers per second of a client or operation at the end, when the loss has been noticed. */
function answered({ drill }: Sample, who: number): number {
  return drill?.objectives[who].probes.find(({ span }) => span === "after")?.value ?? 0;
}

function failures({ drill }: Sample): number {
  return drill?.lost.total ?? 0;
}
