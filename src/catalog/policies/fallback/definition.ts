import * as z from "zod";
import { described, quantity, text } from "../../fields";
import type { PolicyPlace } from "../define";

export const fallbackSchema = z.strictObject({
  to: described(
    z.discriminatedUnion("type", [
      z.strictObject({ type: z.literal("static") }),
      z.strictObject({
        type: z.literal("stale"),
        maxAgeMs: quantity({
          title: "Not older than",
          unit: "ms",
          default: 60_000,
          above: 0,
          max: 86_400_000,
          live: true,
          presets: [{ label: "RFC 5861 example", value: 86_400_000, source: "RFC 5861, stale-if-error=86400" }],
        }),
        entries: quantity({
          title: "Keeps",
          unit: "answers",
          default: 1000,
          min: 1,
          max: 1_000_000,
          integer: true,
          help: "Per calling replica, the latest used ones.",
        }),
      }),
      z.strictObject({
        type: z.literal("link"),
        link: text({ title: "Link", default: "", maxLength: 64, help: "The id of another link of this caller." }),
      }),
    ]),
    { title: "Falls back to", labels: { static: "A fixed answer", stale: "The last good answer", link: "Another link" } },
  ).default({ type: "static" }),
});
export type FallbackConfig = z.infer<typeof fallbackSchema>;

export const fallback = {
  id: "fallback",
  title: "Fallback",
  schema: fallbackSchema,
  behaviour: async () => (await import("./simulate")).simulateFallback,
  figures: [
    { id: "degraded", title: "Ok, degraded", unit: "calls", help: "Failed, and answered by the fallback; they count as ok." },
    { id: "unrescued", title: "Fallback failed too", unit: "calls" },
  ],
  relinked: (config: FallbackConfig, idOf: (link: string) => string | undefined) => {
    const { to } = config;
    if (to.type !== "link") return config;
    const link = idOf(to.link);
    if (link === undefined) return null;
    return link === to.link ? config : { ...config, to: { ...to, link } };
  },
  problems: ({ to }: FallbackConfig, { siblings }: PolicyPlace) =>
    to.type !== "link" || siblings.includes(to.link)
      ? []
      : [
          {
            severity: "error",
            message:
              to.link === ""
                ? "The fallback names no link."
                : `The fallback goes to link "${to.link}", which is no other link of this caller.`,
            remedy:
              siblings.length === 0
                ? "Connect the caller to another node, or fall back to an answer."
                : `Choose one of: ${siblings.join(", ")}.`,
          } as const,
        ],
  docs: {
    summary: "When a call has failed for good, somebody else answers, less well.",
    models: [
      "A fixed answer at once",
      "The last good answer for the same key, while it is young enough",
      "A call over another link, with that link's own policies",
      "Outermost of all policies: it also answers what the overall deadline has cut off",
    ],
    simplifies: ["A call made as a fallback does not go on to a third link"],
    ignores: ["Writes that must not be answered from a cache"],
    sources: ["resilience4j docs, Decorators.withFallback", "RFC 5861, stale-if-error"],
  },
} as const;
