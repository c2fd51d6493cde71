import * as z from "zod";
import { described } from "../fields";
import { circuitBreaker } from "./circuit-breaker/definition";
import { retry } from "./retry/definition";
import { timeout } from "./timeout/definition";

/** Every policy of a caller on its link, one line each. */
export const policies = [timeout, retry, circuitBreaker] as const;

type Entry = (typeof policies)[number];
type Shape = { [E in Entry as E["id"]]: z.ZodOptional<E["schema"]> };

/** Absent policies are off. */
export const policiesSchema = z.strictObject(
  Object.fromEntries(
    policies.map(({ id, schema, title }) => [id, described((schema as z.ZodType).optional(), { title })]),
  ) as unknown as Shape,
);
export type Policies = z.infer<typeof policiesSchema>;
