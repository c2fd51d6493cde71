import { topologyJsonSchema } from "../../topology/json-schema";
import { readFlags } from "../flags";
import { BadInput, type Io } from "../io";
import { resultJsonSchema } from "../result-schema";

const USAGE = "faultyard schema [--result]";

/** Prints the JSON Schema of the file, or of what `run --json` prints. */
export async function schema(args: readonly string[], io: Io): Promise<void> {
  const flags = readFlags(args, { result: "boolean" }, USAGE);
  if (flags.files.length > 0) throw new BadInput(`"faultyard schema" takes no file. Usage: ${USAGE}`);
  const described = flags.on("result") ? resultJsonSchema() : topologyJsonSchema();
  io.out(`${JSON.stringify(described, null, 2)}\n`);
}
