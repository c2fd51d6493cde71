import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { gzipSync } from "node:zlib";
import { parseSync } from "vite";
import { buildIfStale, projectRoot } from "./project.mjs";

// All the JavaScript that the first screen needs: the page's scripts, what they import at once, and the worker that
// the simulation runs in. What is imported later, on demand, is not counted.

/** [bytes, gzipped] */
const BUDGET_BYTES = 250_000;
const dist = join(projectRoot, "dist");

const status = buildIfStale("app");
if (status !== 0) process.exit(status);

/** @type {Map<string, number>} */
const sizes = new Map();
for (const [, script] of readFileSync(join(dist, "index.html"), "utf8").matchAll(/<script[^>]* src="([^"]+)"/g)) {
  weigh(posix.normalize(script));
}

const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
const rows = [...sizes].sort(([, a], [, b]) => b - a);
for (const [name, size] of [...rows, ["first load, of 250.0 kB", total]]) {
  console.log(`${(Number(size) / 1000).toFixed(1).padStart(8)} kB  ${name}`);
}
if (sizes.size === 0) {
  console.error("dist/index.html loads no script at all, which cannot be right.");
  process.exitCode = 1;
} else if (total > BUDGET_BYTES) {
  console.error(
    `The first load is ${((total - BUDGET_BYTES) / 1000).toFixed(1)} kB over its budget. Import what it can do without on demand.`,
  );
  process.exitCode = 1;
}

/**
 * Counts a script and all that it loads at once.
 * @param {string} path relative to dist/
 */
function weigh(path) {
  if (sizes.has(path)) return;
  const text = readFileSync(join(dist, path), "utf8");
  sizes.set(path, gzipSync(text, { level: 9 }).length);
  const { staticImports, staticExports } = parseSync(path, text).module;
  const reexports = staticExports.flatMap(({ entries }) => entries.map(({ moduleRequest }) => moduleRequest));
  const requests = [...staticImports.map(({ moduleRequest }) => moduleRequest), ...reexports];
  const imports = requests.flatMap((request) => (request ? [request.value] : []));
  // Not the files that a worker loads by their address once somebody asks for them.
  const workers = text.matchAll(/new Worker\(\s*new URL\(\s*["'`]([^"'`]+\.js)["'`],\s*import\.meta\.url/g);
  for (const specifier of new Set(imports)) weigh(posix.join(posix.dirname(path), specifier));
  for (const [, worker] of workers) weigh(posix.join(posix.dirname(path), worker));
}
