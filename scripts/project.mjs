import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of package.json, wherever a command was typed. */
export const projectRoot = fileURLToPath(new URL("..", import.meta.url));

const require = createRequire(import.meta.url);

/**
 * The script behind a development tool's command, to be run by this very Node: no shell, no PATH, no .cmd on Windows.
 * @param {string} name of its package
 * @param {string} [command] when it is called otherwise than its package
 */
export function toolScript(name, command = name) {
  const manifestPath = join(projectRoot, "node_modules", name, "package.json");
  if (!existsSync(manifestPath)) throw new Error(`${name} is not installed. Run "npm ci" first.`);
  const { bin } = require(manifestPath);
  return join(dirname(manifestPath), typeof bin === "string" ? bin : bin[command]);
}

/**
 * The time of the latest change below some files and folders [ms since 1970]; those that do not exist count as never.
 * @param {readonly string[]} paths
 * @returns {number}
 */
function latestChange(paths) {
  let latest = 0;
  for (const path of paths) {
    if (!existsSync(path)) continue;
    const stat = statSync(path);
    const within = stat.isDirectory() ? readdirSync(path).map((name) => join(path, name)) : [];
    latest = Math.max(latest, stat.mtimeMs, latestChange(within));
  }
  return latest;
}

/** @typedef {"app" | "cli"} Face */

const faces = {
  app: {
    product: "dist/index.html",
    sources: ["src", "public", "index.html", "vite.config.ts", "package-lock.json"],
    args: ["build"],
  },
  cli: {
    product: "dist-cli/faultyard.js",
    sources: ["src", "vite.cli.config.ts", "package-lock.json"],
    args: ["build", "--config", "vite.cli.config.ts"],
  },
};

/**
 * Builds a face of the project unless the last build is newer than every source. An installed package has no sources
 * and is never built. What the build says goes to standard error: a command's own output may be JSON.
 * @param {Face} face
 * @returns {number} the build's exit code, 0 where there was nothing to do
 */
export function buildIfStale(face) {
  const { product, sources, args } = faces[face];
  if (!existsSync(join(projectRoot, "src"))) return 0;
  const built = latestChange([join(projectRoot, product)]);
  if (built > latestChange(sources.map((path) => join(projectRoot, path)))) return 0;
  const { status } = spawnSync(process.execPath, [toolScript("vite"), ...args, "--logLevel", "warn"], {
    cwd: projectRoot,
    stdio: ["ignore", 2, 2],
  });
  return status ?? 1;
}
