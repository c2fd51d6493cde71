import * as z from "zod";
import { quantity } from "../../fields";
import { defineLimiter } from "../define";

export const slidingLogSchema = z.strictObject({
  type: z.literal("sliding-log"),
  limit: quantity({
    title: "Limit",
    unit: "requests",
    default: 100,
    min: 1,
    max: 10_000,
    integer: true,
    live: true,
    help: "In any stretch as long as the window.",
  }),
  windowMs: quantity({ title: "Window", unit: "ms", default: 1000, above: 0, max: 86_400_000, live: true }),
});

export const slidingLog = defineLimiter({
  id: "sliding-log",
  title: "Sliding log",
  docs: {
    summary: "Remembers when each request was let through: exact, and dear in memory.",
    models: ["At most so many in any stretch as long as the window, whose beginning counts and whose end does not"],
    ignores: ["Counting those turned away"],
    sources: ["Figma engineering blog, An alternative approach to rate limiting (2017)"],
  },
  schema: slidingLogSchema,
  behaviour: async () => (await import("./simulate")).bindSlidingLog,
});
