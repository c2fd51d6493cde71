import { readFileSync, writeFileSync } from "node:fs";
import { SCHEMA_PATH, topologyJsonSchema } from "../src/topology/json-schema";

// Writes the published JSON Schema from the one source; with --check it only says whether the file has drifted.
const file = `public/${SCHEMA_PATH}`;
const text = `${JSON.stringify(topologyJsonSchema(), null, 2)}\n`;

if (!process.argv.includes("--check")) {
  writeFileSync(file, text);
  console.log(`Wrote ${file}.`);
} else if (readFileSync(file, "utf8") !== text) {
  console.error(`${file} is not what the code says. Run "npm run schema" and commit the file.`);
  process.exitCode = 1;
}
