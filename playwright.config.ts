import { defineConfig } from "@playwright/test";
import { browserArgs, installedBrowsers } from "./scripts/find-browser.mjs";

/** Set by `npm run test:e2e`, which also installs a browser and builds what is tested. */
const port = Number(process.env.FAULTYARD_E2E_PORT ?? 4174);
const executablePath = process.env.FAULTYARD_E2E_BROWSER ?? installedBrowsers()[0];

// Below a folder, not at the root: whatever asks for "/assets" instead of "./assets" fails here first.
// Specs therefore go to "./", never to "/".
const path = "/any/folder/";

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results/e2e",
  fullyParallel: true,
  workers: 2,
  forbidOnly: process.env.CI !== undefined,
  timeout: 60_000,
  globalTimeout: 10 * 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"], ["json", { outputFile: "test-results/e2e.json" }]],
  use: {
    baseURL: `http://localhost:${port}${path}`,
    viewport: { width: 1440, height: 900 },
    screenshot: "only-on-failure",
    trace: "off",
    launchOptions: { ...(executablePath === undefined ? {} : { executablePath }), args: browserArgs },
  },
  webServer: {
    command: `node scripts/serve.mjs ${port} ${path}`,
    url: `http://localhost:${port}${path}`,
    reuseExistingServer: false,
  },
});
