import { spawnSync } from "node:child_process";
import { projectRoot, toolScript } from "./project.mjs";

/**
 * @typedef {object} Step one thing that holds or does not
 * @property {string} title
 * @property {readonly string[]} command the words after `node`
 * @property {boolean} [repeatsItself] whether it may say the same line more than once
 */

/** @type {readonly Step[]} */
export const builds = [
  { title: "build of the app", command: [toolScript("vite"), "build", "--logLevel", "warn"] },
  {
    title: "build of the command line",
    command: [toolScript("vite"), "build", "--config", "vite.cli.config.ts", "--logLevel", "warn"],
  },
];

/** @type {readonly Step[]} */
export const checks = [
  { title: "lint", command: [toolScript("@biomejs/biome", "biome"), "lint", "--error-on-warnings"] },
  { title: "layout", command: [toolScript("@biomejs/biome", "biome"), "format"] },
  // A file belongs to the checks of all the runtimes that it runs in.
  { title: "types", command: [toolScript("typescript", "tsc"), "-b"], repeatsItself: true },
  {
    title: "architecture",
    command: [toolScript("vitest"), "run", "src/architecture.test.ts", "--reporter=dot"],
  },
  { title: "dead code", command: [toolScript("knip")] },
  { title: "published schema", command: ["scripts/run-ts.mjs", "scripts/schema.ts", "--check"] },
  { title: "fidelity page", command: ["scripts/run-ts.mjs", "scripts/fidelity.ts", "--check"] },
  { title: "bundle budget", command: ["scripts/bundle-budget.mjs"] },
];

/**
 * Runs a step, shows what it says, and tells whether it held.
 * @param {Step} step
 */
export function holds({ title, command, repeatsItself = false }) {
  console.log(`\n-- ${title}`);
  const startMs = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    cwd: projectRoot,
    stdio: ["ignore", "pipe", "pipe"],
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  const output = `${stdout}${stderr}`.replace(/^\n+/, "").trimEnd();
  if (output !== "") console.log(repeatsItself ? [...new Set(output.split("\n"))].join("\n") : output);
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
  console.log(`-- ${title}: ${status === 0 ? "passed" : "FAILED"} in ${seconds} s`);
  return status === 0;
}
