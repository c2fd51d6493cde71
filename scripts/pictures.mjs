import { join } from "node:path";
import { chromium } from "@playwright/test";
import { browserArgs, findBrowser, NO_BROWSER } from "./find-browser.mjs";
import { buildIfStale, projectRoot } from "./project.mjs";
import { serve } from "./serve.mjs";

// The pictures of the readme, of both themes, taken of the playground as it is: npm run pictures

/** @typedef {import("@playwright/test").Page} Page */

const executablePath = await findBrowser((line) => console.log(line));
if (executablePath === undefined) {
  console.error(NO_BROWSER);
  process.exit(1);
}
const status = buildIfStale("app");
if (status !== 0) process.exit(status);

const address = await serve({ folder: join(projectRoot, "dist"), port: 4873 });
const browser = await chromium.launch({ executablePath, args: browserArgs });

/**
 * Waits until the run has come so far.
 * @param {Page} page
 * @param {number} second
 */
async function until(page, second) {
  const clock = page.getByRole("timer", { name: "Simulated time" });
  for (;;) {
    const [minutes, seconds] = ((await clock.textContent()) ?? "").split(/[:/]/);
    if (60 * Number(minutes) + Number(seconds) >= second) return;
    await page.waitForTimeout(50);
  }
}

/** @type {Readonly<Record<string, (page: Page) => Promise<void>>>} */
const scenes = {
  async "kill-a-replica"(page) {
    await page.getByRole("combobox", { name: "Speed" }).selectOption({ label: "2×" });
    await until(page, 14);
    await page.locator(".react-flow__node").getByText("Checkout B", { exact: true }).click();
    await page.getByRole("button", { name: "Replicas of Checkout B: kill or restore" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("menuitem").first().click();
    await page.getByRole("tab", { name: "Faults" }).click();
    await until(page, 29);
  },
  async "a-drill"(page) {
    await page.getByRole("button", { name: "Drills", exact: true }).click();
    await page.getByRole("button", { name: "Kill one replica" }).click();
    await page.getByRole("button", { name: "Run drill" }).click();
    await page.getByText(/^(Held|Deviated)/).waitFor();
  },
};

for (const colorScheme of /** @type {const} */ (["dark", "light"])) {
  for (const [name, play] of Object.entries(scenes)) {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme });
    await page.goto(address);
    await play(page);
    await page.waitForTimeout(300);
    const path = join(projectRoot, "docs/pictures", `${name}-${colorScheme}.png`);
    await page.screenshot({ path });
    console.log(path);
    await page.close();
  }
}
await browser.close();
process.exit(0);
