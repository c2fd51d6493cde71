import * as z from "zod";
import { choice, described, quantity, text } from "./fields";

/** How the keys of an operation spread over the data. */
export const keySchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("uniform"),
    keys: quantity({ title: "Keys", default: 1000, min: 1, max: 10_000_000, integer: true, live: true }),
  }),
  z.strictObject({
    type: z.literal("zipf"),
    keys: quantity({ title: "Keys", default: 10_000, min: 1, max: 1_000_000, integer: true, live: true }),
    exponent: quantity({ title: "Exponent s", default: 1, min: 0, max: 4, live: true, help: "Popularity of rank k is 1/k^s." }),
  }),
  z.strictObject({
    type: z.literal("hot"),
    keys: quantity({ title: "Keys", default: 1000, min: 1, max: 10_000_000, integer: true, live: true }),
    hotRatio: quantity({ title: "Hot key's share", default: 0.2, min: 0, max: 1, live: true }),
  }),
]);
export type KeySpread = z.infer<typeof keySchema>;

/** What a client asks for. */
export const operationSchema = z.strictObject({
  name: text({ title: "Name", default: "request", maxLength: 60 }),
  weight: quantity({
    title: "Weight",
    default: 1,
    above: 0,
    max: 1_000_000,
    live: true,
    help: "Share of the traffic, relative to the other operations.",
  }),
  access: choice({ title: "Access", options: { read: "Read", write: "Write" }, default: "read", live: true }),
  requestBytes: quantity({ title: "Request size", unit: "B", default: 500, min: 0, max: 100_000_000, integer: true, live: true }),
  responseBytes: quantity({ title: "Response size", unit: "B", default: 2000, min: 0, max: 100_000_000, integer: true, live: true }),
  key: described(keySchema.default({ type: "uniform", keys: 1000 }), {
    title: "Key spread",
    live: true,
    labels: { uniform: "Uniform", zipf: "Zipf", hot: "One hot key" },
  }),
  deadlineMs: quantity({
    title: "Deadline",
    unit: "ms",
    default: 1000,
    above: 0,
    max: 3_600_000,
    live: true,
    help: "An answer later than this is not good: goodput counts answers within it.",
  }),
  priority: quantity({
    title: "Priority",
    default: 0,
    min: 0,
    max: 9,
    integer: true,
    help: "Heeded where a queue is ordered by priority or load is shed by it; 9 is the highest.",
    presets: [
      { label: "Critical plus", value: 3, source: "Google SRE book, chapter 21: the most important of four criticalities" },
      { label: "Critical", value: 2, source: "Google SRE book, chapter 21: the default of requests from production" },
      { label: "Sheddable plus", value: 1, source: "Google SRE book, chapter 21: batch jobs, partly unavailable at times" },
      { label: "Sheddable", value: 0, source: "Google SRE book, chapter 21: may often be unavailable" },
    ],
  }),
});
export type Operation = z.infer<typeof operationSchema>;
