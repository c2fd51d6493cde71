import type { DrillSeeds, Spread } from "../lab/drill/over-seeds";
import { timeText, valueText, withoutProbe } from "../lab/drill/words";
import { percent, table, whole } from "./table";

/** A drill over many seeds, as a person reads it in a terminal. */
export function drillSeedsSummary(
  seeds: DrillSeeds,
  { topology, atMost, isCut }: { readonly topology: string; readonly atMost: number; readonly isCut: boolean },
): string {
  const { verdicts, holds, drill, runs } = seeds;
  const lines = [
    `${topology}: ${drill.title}, seeds ${runs[0].seed} to ${runs[runs.length - 1].seed}`,
    ...(isCut ? [`Stopped by hand after ${seeds.seeds} of ${atMost}; this is what is known so far.`] : []),
    "",
    `${seeds.verdict.toUpperCase()}. Holds in ${verdicts.held} of ${seeds.seeds} seeds (95 % interval ${percent(holds.low)} to ${percent(holds.high)})${others(seeds)}.`,
  ];
  const odd = runs.filter(({ verdict }) => verdict !== "held");
  const few = odd.slice(0, 10).map(({ seed, verdict, runHash }) => `  seed ${seed} ${verdict}, run hash ${runHash}`);
  const more = odd.length > few.length ? [`  and ${odd.length - few.length} more`] : [];
  return `${[...lines, ...few, ...more].join("\n")}\n\n${figures(seeds)}\n${times(seeds)}`;
}

function others({ verdicts: { deviated, invalid } }: DrillSeeds): string {
  const parts = [...(deviated > 0 ? [`${deviated} deviate`] : []), ...(invalid > 0 ? [`${invalid} are invalid`] : [])];
  return parts.length === 0 ? "" : `; ${parts.join(", ")}`;
}

function figures({ objectives }: DrillSeeds): string {
  const rows = objectives.flatMap((objective) =>
    objective.probes.map(({ span, held, of, value }, i) => [
      i === 0 ? withoutProbe(objective.text) : "",
      span,
      `${held} of ${of}`,
      value === null ? "nothing to measure" : `${valueText(value.low, objective)} to ${valueText(value.high, objective)}`,
      value?.mean == null ? "-" : `${valueText(value.mean.low, objective)} to ${valueText(value.mean.high, objective)}`,
    ]),
  );
  return table(["objective", "when", "holds in", "between", "mean, 95 % interval"], rows);
}

function times({ timeToDetectMs, timeToRecoverMs, lost, seeds }: DrillSeeds): string {
  const line = (name: string, spread: Spread | null, text: (value: number) => string) =>
    spread === null
      ? []
      : [`${name}${text(spread.low)} to ${text(spread.high)}${spread.seeds < seeds ? `, in ${spread.seeds} of ${seeds}` : ""}\n`];
  return [
    ...line("time to detect   ", timeToDetectMs, timeText),
    ...line("time to recover  ", timeToRecoverMs, timeText),
    ...line("requests lost    ", lost, whole),
  ].join("");
}
