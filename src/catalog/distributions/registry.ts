import * as z from "zod";
import type { Stream } from "../../base/stream";
import type { EntryDefinition } from "../define";
import { described, type FieldMeta } from "../fields";
import { constant } from "./constant";
import type { Sampler } from "./define";
import { empirical } from "./empirical";
import { erlang } from "./erlang";
import { exponential } from "./exponential";
import { gamma } from "./gamma";
import { hyperexponential } from "./hyperexponential";
import { lognormal } from "./lognormal";
import { pareto } from "./pareto";
import { uniform } from "./uniform";
import { weibull } from "./weibull";

/** Every distribution of durations, one line each. */
export const distributions = [
  constant,
  uniform,
  exponential,
  erlang,
  gamma,
  lognormal,
  hyperexponential,
  pareto,
  weibull,
  empirical,
] as const;

type Schema = (typeof distributions)[number]["schema"];

export const distributionSchema = z.discriminatedUnion(
  "type",
  distributions.map((entry) => entry.schema) as unknown as [Schema, ...Schema[]],
);
export type Distribution = z.infer<Schema>;

interface BoundDistribution extends EntryDefinition {
  readonly schema: z.ZodObject;
  readonly fixed?: true;
  mean(config: Distribution): number;
  p99(config: Distribution): number;
  sampler(config: Distribution, stream: Stream): Sampler;
  problem?(config: Distribution): string | null;
}

/** The entry that gives a configuration its meaning. */
export function distributionOf(config: Distribution): BoundDistribution {
  const found = distributions.find((entry) => entry.id === config.type);
  if (found === undefined) throw new Error(`No distribution is called "${config.type}".`);
  return found as unknown as BoundDistribution;
}

/** The duration where it never varies [ms]; NaN where it does. */
export function fixedMs(config: Distribution): number {
  const distribution = distributionOf(config);
  return distribution.fixed === true ? distribution.mean(config) : Number.NaN;
}

/** A duration field [ms] that can take any distribution. */
export function duration(field: FieldMeta & { readonly default: Distribution }) {
  const { default: fallback, ...meta } = field;
  return described(distributionSchema.default(fallback as never), { unit: "ms", ...meta });
}
