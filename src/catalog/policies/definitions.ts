import * as z from "zod";
import { described } from "../fields";
import { adaptiveThrottling } from "./adaptive-throttling/definition";
import { bulkhead } from "./bulkhead/definition";
import { circuitBreaker } from "./circuit-breaker/definition";
import type { PolicyDefinition } from "./define";
import { fallback } from "./fallback/definition";
import { hedging } from "./hedging/definition";
import { rateLimit } from "./rate-limit/definition";
import { retry } from "./retry/definition";
import { timeout } from "./timeout/definition";

/**
 * Every policy of a caller on its link, one line each, outermost first: in this order a call goes through them. Retry,
 * breaker, rate limit, timeout and bulkhead stand as resilience4j orders them, its fallback around all of them. The
 * overall deadline lies around retries and hedges.
 */
export const policies = [
  fallback,
  retry,
  hedging,
  adaptiveThrottling,
  circuitBreaker,
  rateLimit,
  timeout,
  bulkhead,
] as const satisfies readonly PolicyDefinition[];

type Entry = (typeof policies)[number];
type Shape = { [E in Entry as E["id"]]: z.ZodOptional<E["schema"]> };

/** Absent policies are off. */
export const policiesSchema = z.strictObject(
  Object.fromEntries(
    policies.map(({ id, schema, title }) => [id, described((schema as z.ZodType).optional(), { title })]),
  ) as unknown as Shape,
);
export type Policies = z.infer<typeof policiesSchema>;

/** The same as entries: what they count, and what they check. */
export const policyEntries: readonly PolicyDefinition[] = [...policies];
