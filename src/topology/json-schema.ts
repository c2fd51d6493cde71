import * as z from "zod";
import { distributionSchema } from "../catalog/distributions/registry";
import { keySchema, operationSchema } from "../catalog/operation";
import { policiesSchema } from "../catalog/policies/definitions";
import { rateProfileSchema } from "../catalog/workloads/registry";
import { drillSchema } from "./drills/schema";
import {
  boundarySchema,
  CURRENT_VERSION,
  faultSchema,
  idSchema,
  linkSchema,
  nodeSchema,
  noteSchema,
  targetSchema,
  topologySchema,
} from "./schema";

/** Where the schema is published, relative to the playground. */
export const SCHEMA_PATH = `schema/topology-v${CURRENT_VERSION}.json`;

/** The parts that a reader looks up by name; all others stand where they are used. */
const parts: Readonly<Record<string, z.ZodType>> = {
  id: idSchema,
  node: nodeSchema,
  link: linkSchema,
  boundary: boundarySchema,
  note: noteSchema,
  fault: faultSchema,
  drill: drillSchema,
  target: targetSchema,
  policies: policiesSchema,
  distribution: distributionSchema,
  rateProfile: rateProfileSchema,
  operation: operationSchema,
  keys: keySchema,
};

/**
 * The published JSON Schema of what a person may write: fields with defaults may be left out. Units, help and presets
 * ride along as extra keywords, which validators ignore and editors may show.
 */
export function topologyJsonSchema(): object {
  for (const [id, schema] of Object.entries(parts)) z.globalRegistry.add(schema, { ...z.globalRegistry.get(schema), id });
  const schema = z.toJSONSchema(topologySchema, { io: "input", target: "draft-2020-12", reused: "inline" });
  return { ...schema, title: `Faultyard topology, version ${CURRENT_VERSION}` };
}
