import * as z from "zod";
import { topologySchema } from "./schema";

/** Where the schema is published, relative to the playground. */
export const SCHEMA_PATH = "schema/topology-v1.json";

/**
 * The published JSON Schema of what a person may write: fields with defaults may be left out. Units, help and presets
 * ride along as extra keywords, which validators ignore and editors may show.
 */
export function topologyJsonSchema(): object {
  const schema = z.toJSONSchema(topologySchema, { io: "input", target: "draft-2020-12", reused: "ref" });
  return { ...schema, title: "Faultyard topology, version 1" };
}
