import { spawnSync } from "node:child_process";
import { basename, join } from "node:path";
import { build } from "vite";
import { compactEngine } from "./compact-engine.mjs";
import { projectRoot } from "./project.mjs";

// Bundles a TypeScript file as the command line is bundled, and runs it in the project's folder with the words that
// follow: node scripts/run-ts.mjs bench/main.ts --quick

const [entry, ...args] = process.argv.slice(2);
if (entry === undefined) {
  console.error("Say which file to run: node scripts/run-ts.mjs FILE [words for it]");
  process.exit(2);
}
const name = basename(entry).replace(/\.ts$/, "");
const place = entry.replace(/\.ts$/, "").replace(/\W+/g, "-");
const outDir = join(projectRoot, "node_modules/.cache/faultyard", place);
await build({
  configFile: false,
  root: projectRoot,
  logLevel: "warn",
  publicDir: false,
  ssr: { noExternal: true, target: "node" },
  build: {
    ssr: entry,
    outDir,
    emptyOutDir: true,
    target: "node20",
    rolldownOptions: {
      ...compactEngine,
      output: { ...compactEngine.output, entryFileNames: "[name].mjs", chunkFileNames: "[name]-[hash].mjs" },
    },
  },
});
const { status } = spawnSync(process.execPath, ["--expose-gc", join(outDir, `${name}.mjs`), ...args], {
  cwd: projectRoot,
  stdio: "inherit",
});
process.exitCode = status ?? 1;
