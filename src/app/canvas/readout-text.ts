import type { NodeMetric, Readout } from "../../catalog/define";

/** A figure on a node's face, as short as it can be read. */
export function readoutText(readout: Readout, value: (metric: NodeMetric) => number): string {
  const figure = value(readout.metric);
  if (Number.isNaN(figure)) return "–";
  switch (readout.format) {
    case "ratio":
      return `${Math.round(100 * figure)}%`;
    case "count":
      return compact(figure);
    case "ms":
      return shortDuration(figure);
    case "perSecond":
      return `${compact(figure)}/s`;
    case "countOf":
      return `${compact(figure)} of ${compact(readout.of === undefined ? Number.NaN : value(readout.of))}`;
  }
}

/** At most five characters where it can be. */
export function compact(value: number): string {
  if (value >= 999_500) return `${(value / 1_000_000).toFixed(1)}M`;
  if (value >= 9_995) return `${(value / 1000).toFixed(value >= 99_950 ? 0 : 1)}k`;
  return String(Math.round(value));
}

export function shortDuration(ms: number): string {
  if (ms >= 60_000) return `${(ms / 60_000).toFixed(1)}min`;
  if (ms >= 9_950) return `${(ms / 1000).toFixed(0)}s`;
  if (ms >= 999.5) return `${(ms / 1000).toFixed(1)}s`;
  return ms >= 9.95 || ms === 0 ? `${Math.round(ms)}ms` : `${ms.toFixed(1)}ms`;
}
