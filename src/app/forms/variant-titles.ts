import type * as z from "zod";
import { distributionSchema, distributions } from "../../catalog/distributions/registry";
import { rateProfileSchema, rateProfileTitles } from "../../catalog/workloads/registry";

/** Unions whose variants have titles in a registry of their own; the others carry `labels` in their meta. */
const registries = new Map<z.ZodType, Readonly<Record<string, string>>>([
  [distributionSchema, Object.fromEntries(distributions.map(({ id, title }) => [id, title]))],
  [rateProfileSchema, rateProfileTitles],
]);

export function variantTitle(union: z.ZodType, value: string): string {
  return registries.get(union)?.[value] ?? `${value.charAt(0).toUpperCase()}${value.slice(1)}`;
}
