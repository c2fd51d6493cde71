import type { ReplicationsSummary } from "../../lab/replications";
import { halfWidthWords } from "../statistics/interval-words";
import { type Goal, seedsText } from "./goal";

/** Something to know before the figures are read. */
export interface Note {
  readonly tone: "calm" | "warn" | "bad";
  readonly title: string;
  readonly text: string;
}

/** Why a repetition ended, and how well the figures are known now. */
export function outcomeWords(summary: ReplicationsSummary, goal: Goal): string {
  const { samples, stopped, reachedRatio, verdict } = summary;
  const count = samples.length;
  if (verdict === "no steady state" && stopped !== null) return `${seedsText(count)} have run.`;
  const known = reachedRatio === null ? "" : ` Mean latency and p99 are known to ${halfWidthWords(reachedRatio)}.`;
  switch (stopped) {
    case null:
      return "";
    case "target reached":
      return `Enough after ${seedsText(count)}.${known}`;
    case "cancelled":
      return `Cancelled: ${count} of ${seedsText(goal.seeds)} count.${known}`;
    case "all seeds run":
      return goal.precision === null
        ? `All ${seedsText(count)} have run.${known}`
        : `${halfWidthWords(goal.precision)} was not reached with ${seedsText(count)}.${known} Allow more seeds, or a longer run.`;
  }
}

/** What stands in the way of the figures, the worst first. */
export function notesOn({ verdict, samples }: ReplicationsSummary, running: boolean): Note[] {
  const notes: Note[] = [];
  if (verdict === "no steady state") {
    notes.push({
      tone: "bad",
      title: "No steady state, so no intervals",
      text: "In most runs the backlog grows or a node works at its limit: a longer run would give other figures. Give it more capacity or less traffic. Each dot is still what its own run measured.",
    });
  } else if (verdict === "run too short") {
    notes.push({
      tone: "warn",
      title: "The run is too short",
      text: "In most runs more than half the time is warm-up, or too little follows it. Give the run more time: more seeds do not help.",
    });
  } else if (verdict === "conditions change") {
    notes.push({
      tone: "calm",
      title: "Conditions change during the run",
      text: "Faults or changing traffic: the figures are of the whole run as it is drawn up, not of one steady state.",
    });
  }
  if (!running && samples.length < 2) {
    notes.push({
      tone: "warn",
      title: "No intervals",
      text: "An interval takes at least two seeds that have run to their end.",
    });
  }
  return notes;
}
