import * as z from "zod";
import { described, quantity, toggle } from "../../fields";
import { hedgingBudgetSchema } from "../budget";
import type { PolicyPlace } from "../define";

export const hedgingSchema = z.strictObject({
  maxAttempts: quantity({
    title: "Copies at most",
    unit: "including the first",
    default: 2,
    min: 2,
    max: 20,
    integer: true,
    live: true,
    presets: [{ label: "gRPC maximum", value: 5, source: "gRPC docs, Request Hedging: more than 5 count as 5" }],
  }),
  delay: described(
    z.discriminatedUnion("type", [
      z.strictObject({
        type: z.literal("fixed"),
        delayMs: quantity({
          title: "Delay",
          unit: "ms",
          default: 50,
          min: 0,
          max: 3_600_000,
          live: true,
          help: "0 sends all copies at once.",
          presets: [{ label: "gRPC default", value: 0, source: "gRPC proposal A6: no hedgingDelay sends all at once" }],
        }),
      }),
      z.strictObject({
        type: z.literal("percentile"),
        ratio: quantity({
          title: "Share answered sooner",
          default: 0.95,
          above: 0,
          max: 0.9999,
          live: true,
          presets: [
            {
              label: "The Tail at Scale",
              value: 0.95,
              source: "J. Dean, L. A. Barroso, CACM 2013: after the 95th percentile, about 5 % more load",
            },
          ],
        }),
        firstMs: quantity({
          title: "Delay at first",
          unit: "ms",
          default: 50,
          min: 0,
          max: 3_600_000,
          live: true,
          help: "From there it moves to the percentile, a little with each call.",
        }),
      }),
    ]),
    { title: "Next copy", live: true, labels: { fixed: "After a fixed delay", percentile: "When slower than most" } },
  ).default({ type: "fixed", delayMs: 50 }),
  onTimeout: toggle({
    title: "Go on after a timeout",
    default: true,
    live: true,
    help: "Off: such a failure ends the call, and the other copies are given up.",
  }),
  onError: toggle({ title: "Go on after an error answer", default: true, live: true }),
  onRejected: toggle({ title: "Go on when rejected or refused", default: true, live: true }),
  budget: hedgingBudgetSchema.default({ type: "none" }),
});
export type HedgingConfig = z.infer<typeof hedgingSchema>;

export const hedging = {
  id: "hedging",
  title: "Hedging",
  schema: hedgingSchema,
  behaviour: async () => (await import("./simulate")).simulateHedging,
  figures: [
    { id: "sent", title: "Hedges sent", unit: "copies", help: "Copies beyond the first." },
    { id: "won", title: "Hedges won", unit: "calls", help: "Calls that a copy beyond the first answered." },
    { id: "attemptsPerCall", title: "Copies per call", unit: "copies" },
    { id: "denied", title: "Denied by the budget", unit: "copies" },
  ],
  problems: (_config: HedgingConfig, { policies }: PolicyPlace) =>
    policies.retry === undefined
      ? []
      : [{ severity: "error", message: "A call is either hedged or retried, not both.", remedy: "Turn off one of the two." } as const],
  docs: {
    summary: "A slow call is sent once more while the first is under way; the first good answer wins.",
    models: [
      "Copies after a fixed delay, or at a percentile of the first copies' latency on this link",
      "A failure that may be passed over sends the next copy at once; any other ends the call",
      "The copies that lost are taken back where the protocol cancels, else the callee works on",
      "Budgets as for retries; the first copy is always sent",
    ],
    simplifies: ["The percentile is followed by steps of 2 %, up for a slower call, down for a faster one"],
    ignores: ["Another host for each copy, unless the callee balances", "Pauses that the callee asks for"],
    sources: [
      "gRPC proposal A6, Client Retries",
      "gRPC docs, Request Hedging",
      "J. Dean, L. A. Barroso, The Tail at Scale, CACM 56(2), 2013",
    ],
  },
} as const;
