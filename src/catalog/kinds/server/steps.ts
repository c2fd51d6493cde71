import * as z from "zod";
import { distributionSchema } from "../../distributions/registry";
import { choice, described, operationNames, quantity, text, toggle } from "../../fields";

const callee = (title: string, help: string) => text({ title, default: "", maxLength: 64, help, refers: "callee" });

const whose = {
  ratio: quantity({
    title: "Share of requests",
    default: 1,
    min: 0,
    max: 1,
    live: true,
    help: "The others go on with the next step; each call is drawn by itself.",
  }),
  operations: operationNames({ title: "Only operations", live: true, help: "By name; none: all." }),
};

const stepSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("work"),
    time: described(distributionSchema.optional(), {
      title: "Time of its own",
      unit: "ms",
      live: true,
      help: "Off: the service time above.",
    }),
    ...whose,
  }),
  z.strictObject({
    type: z.literal("call"),
    to: callee("Calls", "None: each outgoing link, one after another."),
    ...whose,
  }),
  z.strictObject({
    type: z.literal("parallel"),
    to: described(z.array(callee("Call", "")).max(100).default([]), { title: "Calls at once", help: "None: every outgoing link." }),
    wait: choice({
      title: "Waits for",
      options: { all: "All", any: "The first success", some: "So many successes" },
      default: "all",
      live: true,
      help: "With enough successes, or too few left to get there, the rest is cancelled.",
    }),
    successes: quantity({ title: "Successes", default: 2, min: 1, max: 100, integer: true, live: true, onlyWith: { wait: ["some"] } }),
    ...whose,
  }),
  z.strictObject({
    type: z.literal("publish"),
    to: callee("Publishes to", "None: each outgoing link."),
    confirm: toggle({ title: "Await the confirm", default: true, help: "Off: fire and forget; how it ends is not noticed." }),
    ...whose,
  }),
  z.strictObject({ type: z.literal("reply"), ...whose }),
]);
export type Step = z.infer<typeof stepSchema>;

const labels = { work: "Work", call: "Call", parallel: "Call in parallel", publish: "Publish", reply: "Reply early" };

/** What a request does here, in order. */
export const steps = described(
  z
    .array(described(stepSchema, { title: "Step", labels }))
    .max(50)
    .default([]),
  {
    title: "Steps",
    help: "None: work, call each outgoing link, reply. A reply comes by itself at the end; an earlier one lets the work go on behind it.",
  },
);

/** Passes every node or link that the steps name through `map`; a name mapped to null goes, and a step left without. */
export function mapStepCallees<C extends { readonly steps: readonly Step[] }>(
  config: C,
  map: (name: string, path: readonly (string | number)[]) => string | null,
): C {
  if (config.steps.length === 0) return config;
  const mapped = config.steps.flatMap((step, i): Step[] => {
    if (!("to" in step) || step.to.length === 0) return [step];
    if (step.type !== "parallel") {
      const to = map(step.to, ["steps", i, "to"]);
      return to === null ? [] : [{ ...step, to }];
    }
    const to = step.to.flatMap((name, n) => (name === "" ? name : (map(name, ["steps", i, "to", n]) ?? [])));
    return to.length === 0 ? [] : [{ ...step, to }];
  });
  return { ...config, steps: mapped };
}
