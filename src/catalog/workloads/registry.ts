import * as z from "zod";
import { described, quantity } from "../fields";

const rate = (title: string, fallback: number) => quantity({ title, unit: "/s", default: fallback, min: 0, max: 1_000_000, live: true });
const time = (title: string, fallback: number) => quantity({ title, unit: "ms", default: fallback, min: 0, max: 86_400_000, live: true });

const steady = z.strictObject({ type: z.literal("steady"), ratePerSecond: rate("Rate", 100) });
const ramp = z.strictObject({
  type: z.literal("ramp"),
  fromPerSecond: rate("From", 10),
  toPerSecond: rate("To", 200),
  startMs: time("Ramp starts", 0),
  rampMs: time("Ramp lasts", 60_000),
});
const spike = z.strictObject({
  type: z.literal("spike"),
  basePerSecond: rate("Base", 100),
  peakPerSecond: rate("Peak", 400),
  startMs: time("Spike starts", 20_000),
  lastsMs: time("Spike lasts", 10_000),
});
const steps = z.strictObject({
  type: z.literal("steps"),
  steps: described(
    z
      .array(z.strictObject({ atMs: time("At", 0), ratePerSecond: rate("Rate", 100) }))
      .min(1)
      .max(500),
    { title: "Steps", help: "Each step holds until the next.", live: true },
  ).default([
    { atMs: 0, ratePerSecond: 50 },
    { atMs: 20_000, ratePerSecond: 150 },
    { atMs: 40_000, ratePerSecond: 50 },
  ]),
});
const sine = z.strictObject({
  type: z.literal("sine"),
  meanPerSecond: rate("Mean", 100),
  swingRatio: quantity({ title: "Swing", default: 0.5, min: 0, max: 1, live: true, help: "Peak above the mean, as a share of it." }),
  periodMs: quantity({ title: "Period", unit: "ms", default: 60_000, min: 1000, max: 86_400_000, live: true }),
});

/** How the rate of an open-loop client moves over time. */
export const rateProfileSchema = z.discriminatedUnion("type", [steady, ramp, spike, steps, sine]);
export type RateProfile = z.infer<typeof rateProfileSchema>;
export const rateProfileTitles = {
  steady: "Steady",
  ramp: "Ramp",
  spike: "Spike",
  steps: "Steps",
  sine: "Sine (a day)",
} as const;
