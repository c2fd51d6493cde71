import type { BalancerDefinition } from "../define";

export const peakEwma: BalancerDefinition = {
  id: "peak-ewma",
  title: "Peak EWMA",
  docs: {
    summary: "Of two hosts drawn at random the one with the lower cost: its recent latency times its requests; peaks count at once.",
    models: [
      "A moving average of latencies that follows a peak at once and forgets it over the decay time",
      "Latency × (requests under way + 1); a host without history gets one request to try",
      "Failures count by the time they took: a host that fails fast looks fast",
    ],
    ignores: ["Weights", "Apertures", "Finagle's failure accrual, which would remove such a host: passive checks do"],
    sources: ["Finagle docs, Clients, P2C + Peak EWMA: decay time 10 s", "Finagle source, PeakEwma.scala"],
  },
  behaviour: async () => (await import("./simulate")).bindPeakEwma,
};
