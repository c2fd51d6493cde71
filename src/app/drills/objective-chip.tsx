import type { ObjectiveReport } from "../../lab/drill/report";
import { valueText } from "../../lab/drill/words";

/** What the run has shown of an objective so far: as it is now, and once it is known, the verdict. */
export function ObjectiveChip({ objective, isInvalid }: { readonly objective: ObjectiveReport; readonly isInvalid: boolean }) {
  const { tone, words } = chipOf(objective, isInvalid);
  return (
    <span className="verdict-chip" data-tone={tone}>
      <VerdictMark tone={tone} /> {words}
    </span>
  );
}

export type Tone = "held" | "deviated" | "invalid" | "open";

/** A sign beside the colour: a tick, a cross, a bar, a ring. */
export function VerdictMark({ tone }: { readonly tone: Tone }) {
  const path = { held: "M2.5 6.5 5 9l4.5-6", deviated: "M3 3l6 6M9 3l-6 6", invalid: "M2.5 6h7", open: "M6 3a3 3 0 1 0 .01 0" }[tone];
  return (
    <svg className="verdict-mark" viewBox="0 0 12 12" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}

export function chipOf(objective: ObjectiveReport, isInvalid: boolean): { readonly tone: Tone; readonly words: string } {
  const { probes, now } = objective;
  const missed = probes.find(({ verdict }) => verdict === "deviated");
  const at = now === null || now.value === null ? "" : ` ${valueText(now.value, objective)}`;
  if (missed !== undefined) {
    const value = missed.value === null ? "" : ` ${valueText(missed.value, objective)}`;
    return missed.span === "before"
      ? { tone: "invalid", words: `invalid, before${value}` }
      : { tone: "deviated", words: `deviated${value}` };
  }
  if (probes.length > 0 && probes.every(({ verdict }) => verdict === "held")) return { tone: "held", words: `held${worst(objective)}` };
  if (isInvalid) return { tone: "open", words: "not judged" };
  return { tone: "open", words: now === null ? "not yet" : `not yet${at === "" ? "" : `, now${at}`}${now.met ? "" : ", missed"}` };
}

/** Of the probes, the last one's value: after the method, where there is one. */
function worst(objective: ObjectiveReport): string {
  const value = objective.probes[objective.probes.length - 1]?.value ?? null;
  return value === null ? "" : ` ${valueText(value, objective)}`;
}
