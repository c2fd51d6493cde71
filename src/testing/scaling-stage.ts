import { exponential } from "./stage";

type Config = Record<string, unknown>;

/** Waves of traffic, so that there is reason to scale up and down. */
export const waves: [string, Config] = [
  "client",
  { traffic: { type: "open", profile: { type: "sine", meanPerSecond: 200, swingRatio: 0.95, periodMs: 1500 } } },
];

/** An autoscaler in a hurry, whose every limit is felt within seconds. */
export const hurried = (more: Config): Config => ({
  minReplicas: 1,
  maxReplicas: 6,
  syncMs: 200,
  bootTime: exponential(50),
  upPercent: 50,
  upReplicas: 1,
  upPeriodMs: 300,
  upWindowMs: 250,
  downPercent: 50,
  downPeriodMs: 300,
  downWindowMs: 300,
  graceMs: 20,
  ...more,
});
