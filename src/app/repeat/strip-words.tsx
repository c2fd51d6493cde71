import type { ReplicationsSummary } from "../../lab/replications";
import type { MetricId } from "../../lab/statistics/metrics";
import { halfWidthWords, intervalWords } from "../statistics/interval-words";
import { seedsText } from "./goal";

interface StripWordsProps {
  readonly id: MetricId;
  readonly summary: ReplicationsSummary;
  readonly tooFew: { readonly needed: number; readonly has: number } | undefined;
}

/** The interval as a sentence, or why there is none. */
export function StripWords({ id, summary, tooFew }: StripWordsProps) {
  const found = summary.estimates[id];
  if (tooFew !== undefined) {
    return (
      <p className="repeat-words" title={`It needs ${tooFew.needed} independent answers to say anything, and has ${tooFew.has}.`}>
        too few answers: {tooFew.has} of {tooFew.needed}
      </p>
    );
  }
  if (found === null) return <p className="repeat-words">{withoutInterval(id, summary)}</p>;
  const interval = intervalWords(id, found);
  const over = `, 95 % over ${seedsText(found.samples)}`;
  const width = found.halfWidthRatio === null ? "" : `: ${halfWidthWords(found.halfWidthRatio)} of the mean`;
  return (
    <p className="repeat-words" title={`${interval}${over}${width}`}>
      <b>{interval}</b>
      {over}
    </p>
  );
}

/** Why there is no interval; what never happened may still happen, but how often the seeds cannot tell. */
function withoutInterval(id: MetricId, { samples, verdict }: ReplicationsSummary): string {
  if (samples.length < 2) return "no interval yet";
  if (id !== "errorRatio" || verdict === "no steady state") return "no interval";
  if (samples.every(({ metrics }) => metrics[id] === 0)) return `none seen in ${seedsText(samples.length)}`;
  return "no interval";
}
