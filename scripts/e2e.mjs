import { spawnSync } from "node:child_process";
import { createServer } from "node:net";
import { findBrowser, NO_BROWSER } from "./find-browser.mjs";
import { buildIfStale, projectRoot, toolScript } from "./project.mjs";

// Finds a browser, builds what changed, and runs the journeys; words that follow go to Playwright:
// npm run test:e2e -- e2e/first-load.spec.ts --headed

const browser = await findBrowser((line) => console.log(line));
if (browser === undefined) {
  console.error(NO_BROWSER);
  process.exit(1);
}
const status = buildIfStale("app") || buildIfStale("cli");
if (status !== 0) process.exit(status);

const run = spawnSync(process.execPath, [toolScript("@playwright/test", "playwright"), "test", ...process.argv.slice(2)], {
  cwd: projectRoot,
  stdio: "inherit",
  env: { ...process.env, FAULTYARD_E2E_BROWSER: browser, FAULTYARD_E2E_PORT: String(await freePort()) },
});
process.exitCode = run.status ?? 1;

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "localhost", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
