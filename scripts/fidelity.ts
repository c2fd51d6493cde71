import { readFileSync, writeFileSync } from "node:fs";
import type { EntryDefinition } from "../src/catalog/define";
import { fidelitySections } from "../src/catalog/fidelity/sections";

// Writes what every entry says of itself, for readers and for the app; with --check it only says whether it has drifted.
const page = "docs/fidelity.md";
const data = "src/app/fidelity/catalogue-docs.json";

const lead = `# Fidelity

What the simulation models, where it simplifies, and what it leaves out, entry by entry, with the documents that the
behaviour is taken from. The app shows the same beside each component, and together under "Fidelity". Made from the
code by \`npm run fidelity\`; a field that is not listed here as left out has an effect, and a test proves it
(\`src/catalog/effects.test.ts\`).
`;

const list = (title: string, lines: readonly string[]) =>
  lines.length === 0 ? [] : [`**${title}**`, "", ...lines.map((line) => `- ${line}`), ""];

const entryText = ({ title, docs }: EntryDefinition) => [
  `### ${title}`,
  "",
  docs.summary,
  "",
  ...list("Modelled", docs.models),
  ...list("Simplified", docs.simplifies ?? []),
  ...list("Not modelled", docs.ignores),
  ...list("Sources", docs.sources),
];

const text = `${[lead, ...fidelitySections.flatMap(({ title, entries }) => [`## ${title}`, "", ...entries.flatMap(entryText)])]
  .join("\n")
  .trimEnd()}\n`;

/** The same for the app, which loads it when somebody asks; by summary, since each entry has one of its own. */
const entries = fidelitySections.flatMap((section) => section.entries);
const bySummary = Object.fromEntries(entries.map(({ docs: { summary, ...more } }) => [summary, more]));
if (Object.keys(bySummary).length !== entries.length) throw new Error("Two entries have the same summary.");

const files = { [page]: text, [data]: `${JSON.stringify(bySummary, null, 1)}\n` };
for (const [file, content] of Object.entries(files)) {
  if (!process.argv.includes("--check")) {
    writeFileSync(file, content);
    console.log(`Wrote ${file}.`);
  } else if (readFileSync(file, "utf8") !== content) {
    console.error(`${file} is not what the code says. Run "npm run fidelity" and commit the file.`);
    process.exitCode = 1;
  }
}
