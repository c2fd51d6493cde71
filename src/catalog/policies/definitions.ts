import * as z from "zod";
import { described } from "../fields";
import { circuitBreaker } from "./circuit-breaker/definition";
import { retry } from "./retry/definition";
import { timeout } from "./timeout/definition";

/** Every policy of a caller on its link, one line each. */
export const policies = [timeout, retry, circuitBreaker] as const;

const optional = <S extends z.ZodType>(schema: S, title: string) => described(schema.optional(), { title });

/** Absent policies are off. */
export const policiesSchema = z.strictObject({
  timeout: optional(timeout.schema, timeout.title),
  retry: optional(retry.schema, retry.title),
  circuitBreaker: optional(circuitBreaker.schema, circuitBreaker.title),
});
export type Policies = z.infer<typeof policiesSchema>;
