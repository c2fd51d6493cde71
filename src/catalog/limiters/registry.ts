import * as z from "zod";
import { behaviourOf } from "../behaviours";
import { described, type FieldMeta } from "../fields";
import type { BindLimiter, Limiter, LimiterView } from "./define";
import { fixedWindow } from "./fixed-window/definition";
import { leakyBucket } from "./leaky-bucket/definition";
import { slidingLog } from "./sliding-log/definition";
import { slidingWindow } from "./sliding-window/definition";
import { tokenBucket } from "./token-bucket/definition";

/** Every way to limit a rate, one line each. Whoever binds one loads their behaviours with its own (`leaningOn`). */
export const limiters = [tokenBucket, leakyBucket, fixedWindow, slidingWindow, slidingLog] as const;

type Schema = (typeof limiters)[number]["schema"];

export const limiterSchema = z.discriminatedUnion("type", limiters.map((entry) => entry.schema) as unknown as [Schema, ...Schema[]]);
export type LimiterConfig = z.infer<Schema>;

/** A field that takes any of them. */
export function limiterField(field: FieldMeta & { readonly default: z.input<typeof limiterSchema> }) {
  const { default: fallback, ...meta } = field;
  const labels = Object.fromEntries(limiters.map(({ id, title }) => [id, title]));
  return described(limiterSchema.prefault(fallback), { ...meta, labels });
}

/** Binds the limiter that a configuration asks for. */
export function bindLimiter(config: LimiterConfig, view: LimiterView): Limiter {
  const entry = limiters.find(({ id }) => id === config.type);
  if (entry === undefined) throw new Error(`No rate limit is called "${config.type}".`);
  return (behaviourOf(entry as never) as BindLimiter<LimiterConfig>)(config, view);
}
