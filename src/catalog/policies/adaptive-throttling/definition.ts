import * as z from "zod";
import { quantity } from "../../fields";

const sre = (value: number, name: string) => [
  { label: "Google SRE book", value, source: `Site Reliability Engineering, Handling Overload, ${name}` },
];

export const adaptiveThrottlingSchema = z.strictObject({
  multiplier: quantity({
    title: "Multiplier K",
    default: 2,
    min: 1,
    max: 100,
    live: true,
    help: "Sends up to K times as many calls as are accepted; lower is stricter.",
    presets: sre(2, "multiplier K"),
  }),
  windowMs: quantity({
    title: "Looks back",
    unit: "ms",
    default: 120_000,
    min: 100,
    max: 3_600_000,
    presets: sre(120_000, "two minutes of history"),
  }),
});
export type AdaptiveThrottlingConfig = z.infer<typeof adaptiveThrottlingSchema>;

export const adaptiveThrottling = {
  id: "adaptiveThrottling",
  title: "Adaptive throttling",
  schema: adaptiveThrottlingSchema,
  behaviour: async () => (await import("./simulate")).simulateAdaptiveThrottling,
  figures: [{ id: "throttled", title: "Held back", unit: "calls", help: "Rejected by the caller itself, without asking the callee." }],
  docs: {
    summary: "The caller itself rejects a growing share of its calls when the callee accepts too few.",
    models: [
      "Rejects with probability max(0, (requests - K accepts) / (requests + 1)), per calling replica",
      "Its own rejections count as requests, so that it keeps trying a little",
      "Accepted is what was answered, also with an error of the callee's own; rejected, refused, cut off and timed out is not",
    ],
    simplifies: ["The window moves in sixty steps"],
    ignores: ["Criticality of requests"],
    sources: ["B. Beyer et al., Site Reliability Engineering, chapter 21: Handling Overload"],
  },
} as const;
