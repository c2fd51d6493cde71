import type { DrillSeeds, Spread } from "../drill/over-seeds";
import { timeText, valueText, withoutProbe } from "../drill/words";
import type { Block, Cell } from "./story";
import { counted, grouped, share } from "./words";

/** How often it held, and between what its figures lie. */
export function overSeeds(seeds: DrillSeeds): Block[] {
  const { holds, objectives, runs } = seeds;
  const rows = objectives.flatMap((objective) =>
    objective.probes.map(({ span, held, of, value }, i): Cell[] => [
      i === 0 ? { code: withoutProbe(objective.text) } : "",
      span,
      `${held} of ${of}`,
      between(value, (one) => valueText(one, objective)),
      interval(value, (one) => valueText(one, objective)),
    ]),
  );
  return [
    { type: "heading", text: `Over ${counted(seeds.seeds, "seed")}` },
    {
      type: "text",
      text: `A seed is one course of chance: other arrivals, other service times. Were there no end of them, the drill would hold in ${share(holds.low)} to ${share(holds.high)} (95 % interval).`,
    },
    { type: "table", head: ["Objective", "When", { number: "Holds in" }, { number: "Between" }, { number: "Mean, 95 % interval" }], rows },
    {
      type: "table",
      head: ["Over all", { number: "Seeds" }, { number: "Between" }, { number: "Mean, 95 % interval" }],
      rows: totals(seeds),
    },
    {
      type: "table",
      head: [{ number: "Seed" }, "Verdict", "Run hash"],
      rows: runs.map(({ seed, verdict, runHash }): Cell[] => [String(seed), { verdict }, { code: runHash }]),
    },
  ];
}

function totals({ timeToDetectMs, timeToRecoverMs, lost, seeds }: DrillSeeds): Cell[][] {
  const row = (name: string, spread: Spread | null, text: (value: number) => string): Cell[] => [
    name,
    `${spread?.seeds ?? 0} of ${seeds}`,
    between(spread, text),
    interval(spread, text),
  ];
  return [
    row("Time to detect", timeToDetectMs, timeText),
    row("Time to recover", timeToRecoverMs, timeText),
    row("Requests lost", lost, grouped),
  ];
}

function between(spread: Spread | null, text: (value: number) => string): string {
  if (spread === null) return "-";
  return spread.low === spread.high ? text(spread.low) : `${text(spread.low)} to ${text(spread.high)}`;
}

function interval(spread: Spread | null, text: (value: number) => string): string {
  const mean = spread?.mean;
  return mean === undefined || mean === null ? "-" : `${text(mean.low)} to ${text(mean.high)}`;
}
