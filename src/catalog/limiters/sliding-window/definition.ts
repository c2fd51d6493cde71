import * as z from "zod";
import { quantity, toggle } from "../../fields";
import { defineLimiter } from "../define";

export const slidingWindowSchema = z.strictObject({
  type: z.literal("sliding-window"),
  limit: quantity({
    title: "Limit",
    unit: "requests",
    default: 100,
    min: 1,
    max: 10_000_000,
    integer: true,
    live: true,
    help: "In any stretch as long as the window, about.",
  }),
  windowMs: quantity({ title: "Window", unit: "ms", default: 1000, above: 0, max: 86_400_000, live: true }),
  countDenied: toggle({
    title: "Count those turned away",
    default: false,
    live: true,
    help: "Then who keeps asking above the limit is served nothing.",
    presets: [{ label: "Kong default", value: true, source: "Kong docs, Rate Limiting Advanced, disable_penalty" }],
  }),
});

export const slidingWindow = defineLimiter({
  id: "sliding-window",
  title: "Sliding window",
  docs: {
    summary: "Counts the present window, and the one before by the share of it that still lies within reach.",
    models: ["Two counters: previous × overlap + present, as Cloudflare and Kong estimate"],
    ignores: ["Counters that several gateways share and bring into line now and then"],
    sources: [
      "Cloudflare blog, How we built rate limiting capable of scaling to millions of domains (2017)",
      "Kong docs, Rate Limiting Window Types",
    ],
  },
  schema: slidingWindowSchema,
  behaviour: async () => (await import("./simulate")).bindSlidingWindow,
});
