import { topologyJsonSchema } from "../../topology/json-schema";
import { drillSeedsSchema, everythingSchema } from "../drill-schema";
import { readFlags } from "../flags";
import { BadInput, type Io } from "../io";
import { reportSchema } from "../report-schema";
import { outputJsonSchema, resultJsonSchema } from "../result-schema";
import { comparisonSchema, replicationsSchema, sweepSchema } from "../sets-schema";

const USAGE = "faultyard schema [--result | --replications | --comparison | --sweep | --drill-seeds | --report | --everything]";

/** Of everything that is printed as JSON, by the flag that asks for it. */
const outputs = {
  result: resultJsonSchema,
  replications: () => outputJsonSchema(replicationsSchema, "replications"),
  comparison: () => outputJsonSchema(comparisonSchema, "comparison"),
  "drill-seeds": () => outputJsonSchema(drillSeedsSchema, "drill over many seeds"),
  report: () => outputJsonSchema(reportSchema, "drill report"),
  everything: () => outputJsonSchema(everythingSchema, "drill of everything"),
  sweep: () => outputJsonSchema(sweepSchema, "sweep"),
} as const;
const names = Object.keys(outputs) as (keyof typeof outputs)[];

/** Prints the JSON Schema of the file, or of what a command prints with `--json`. */
export async function schema(args: readonly string[], io: Io): Promise<void> {
  const flags = readFlags(args, Object.fromEntries(names.map((name) => [name, "boolean" as const])), USAGE);
  if (flags.files.length > 0) throw new BadInput(`"faultyard schema" takes no file. Usage: ${USAGE}`);
  const asked = names.filter((name) => flags.on(name));
  if (asked.length > 1) throw new BadInput(`One schema at a time. Usage: ${USAGE}`);
  const described = asked.length === 0 ? topologyJsonSchema() : outputs[asked[0]]();
  io.out(`${JSON.stringify(described, null, 2)}\n`);
}
