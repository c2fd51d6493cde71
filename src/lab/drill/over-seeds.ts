import type { Sample } from "../replications";
import { type Estimate, replicationEstimate } from "../statistics/estimate";
import type { DrillReport, DrillVerdict, ObjectiveReport, ProbeSpan } from "./report";

/** A drill over many seeds: how often it held, and between what its figures lie. */
export interface DrillSeeds {
  readonly format: "faultyard-drill-seeds";
  readonly version: 1;
  readonly drill: DrillReport["drill"];
  readonly seeds: number;
  readonly verdicts: Readonly<Record<DrillVerdict, number>>;
  /** 95 % interval of the share of seeds in which it holds, 0..1 (Wilson's). */
  readonly holds: { readonly low: number; readonly high: number };
  /** "invalid" where it is in any seed, "held" where it holds in all. */
  readonly verdict: DrillVerdict;
  readonly objectives: readonly {
    readonly text: string;
    readonly unit: ObjectiveReport["unit"];
    readonly limit: number;
    readonly probes: readonly {
      readonly span: ProbeSpan;
      readonly held: number;
      readonly of: number;
      /** null where nothing was measured in any seed. */
      readonly value: Spread | null;
    }[];
  }[];
  /** Of seeds in which it was detected, and recovered. */
  readonly timeToDetectMs: Spread | null;
  readonly timeToRecoverMs: Spread | null;
  readonly lost: Spread | null;
  /** Every seed, with what reproduces it. */
  readonly runs: readonly { readonly seed: number; readonly runHash: string; readonly verdict: DrillVerdict }[];
}

/** Figures of many seeds. */
export interface Spread {
  readonly low: number;
  readonly high: number;
  readonly seeds: number;
  /** The mean with its 95 % interval; null for one seed. */
  readonly mean: Estimate | null;
}

/** Sums up samples that played a drill; null where none did. */
export function drillOverSeeds(samples: readonly Sample[]): DrillSeeds | null {
  const runs = samples.flatMap(({ seed, runHash, drill }) => (drill === undefined ? [] : [{ seed, runHash, drill }]));
  const [first] = runs;
  if (first === undefined) return null;
  const of = (verdict: DrillVerdict) => runs.filter(({ drill }) => drill.verdict === verdict).length;
  const verdicts = { held: of("held"), deviated: of("deviated"), invalid: of("invalid") };
  return {
    format: "faultyard-drill-seeds",
    version: 1,
    drill: first.drill.drill,
    seeds: runs.length,
    verdicts,
    holds: wilson(verdicts.held, runs.length),
    verdict: verdicts.invalid > 0 ? "invalid" : verdicts.deviated > 0 ? "deviated" : "held",
    objectives: objectivesOf(runs.map(({ drill }) => drill)),
    timeToDetectMs: spread(runs.map(({ drill }) => drill.timeToDetectMs)),
    timeToRecoverMs: spread(runs.map(({ drill }) => drill.timeToRecoverMs)),
    lost: spread(runs.map(({ drill }) => (drill.verdict === "invalid" ? null : drill.lost.total))),
    runs: runs.map(({ seed, runHash, drill }) => ({ seed, runHash, verdict: drill.verdict ?? "invalid" })),
  };
}

function objectivesOf(reports: readonly DrillReport[]): DrillSeeds["objectives"] {
  // An invalid drill has not come to all of its probes.
  const fullest = reports.find(({ verdict }) => verdict !== "invalid") ?? reports[0];
  return fullest.objectives.map(({ text, unit, limit, probes }, i) => ({
    text,
    unit,
    limit,
    probes: probes.map(({ span }) => {
      const found = reports.flatMap(({ objectives }) => objectives[i].probes.filter((probe) => probe.span === span));
      return {
        span,
        held: found.filter(({ verdict }) => verdict === "held").length,
        of: found.length,
        value: spread(found.map(({ value }) => value)),
      };
    }),
  }));
}

function spread(values: readonly (number | null)[]): Spread | null {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return null;
  const mean = replicationEstimate(known);
  return {
    low: Math.min(...known),
    high: Math.max(...known),
    seeds: known.length,
    // No time, count, rate or share of a drill is below nothing.
    mean: mean === null ? null : { ...mean, low: Math.max(0, mean.low) },
  };
}

/** The 97.5 % point of the normal distribution. */
const Z = 1.959964;

/** E. B. Wilson, Probable Inference, the Law of Succession, and Statistical Inference, JASA 22 (1927). */
export function wilson(hits: number, of: number): { readonly low: number; readonly high: number } {
  const ratio = hits / of;
  const scale = 1 + (Z * Z) / of;
  const middle = (ratio + (Z * Z) / (2 * of)) / scale;
  const half = (Z / scale) * Math.sqrt((ratio * (1 - ratio)) / of + (Z * Z) / (4 * of * of));
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
