import { claimWords, type Verdict } from "./judge";
import type { Estimate } from "./study";
import { caseOf, expectedOf } from "./suite";

export interface Row {
  readonly estimate: Estimate;
  readonly verdict: Verdict;
}

/** One row's cells: case, figure, expected, how meant, simulated, interval, half-width, requests, verdict. */
export function cells({ estimate, verdict }: Row): string[] {
  const { figure, value, low, high, halfWidthRatio, precision, requests } = estimate;
  const known = caseOf(figure);
  const variant = figure.variant === undefined ? "" : ` (${figure.variant})`;
  const note = figure.note === undefined ? "" : ` [${figure.note}]`;
  return [
    `${known.id}${variant}`,
    `${known.metric}${note}`,
    number(expectedOf(figure)),
    claimWords(figure.claim),
    number(value),
    `${number(low)} to ${number(high)}`,
    percent(halfWidthRatio),
    requests.toLocaleString("en"),
    verdict === "wide" ? `too wide: ${percent(precision)} wanted` : verdict,
  ];
}

function number(value: number): string {
  if (value !== 0 && Math.abs(value) < 1e-3) return value.toExponential(3);
  return String(Number(value.toPrecision(5)));
}

function percent(ratio: number): string {
  return `${(100 * ratio).toFixed(2)} %`;
}
