import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { Playground } from "./pages/playground";

const panel = (page: Page) => page.getByRole("region", { name: "Failure drills" });
const timeline = (page: Page) => page.getByRole("region", { name: "Timeline of the drill" });
const objective = (page: Page, n: number) => page.getByRole("combobox", { name: `Objective ${n}` });
const verdict = (page: Page) => page.locator(".drill-verdict");

/** What a button downloads, as text. */
async function downloaded(page: Page, button: string): Promise<string> {
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: button, exact: true }).click();
  const chunks: Buffer[] = [];
  for await (const chunk of await (await download).createReadStream()) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

/** Opens a file of its own, with nothing beside it and no network, and fails for whatever it asks or complains of. */
async function opensOffline(page: Page, path: string, words: string): Promise<void> {
  const context = await page.context().browser()?.newContext({ offline: true });
  if (context === undefined) throw new Error("There is no browser.");
  const report = await context.newPage();
  const troubles: string[] = [];
  report.on("console", (message) => troubles.push(message.text()));
  report.on("pageerror", (error) => troubles.push(error.message));
  report.on("request", (request) => {
    if (!/^(file|data):/.test(request.url())) troubles.push(request.url());
  });
  await report.goto(`file://${path}`);
  await expect(report.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(report.locator("body")).toContainText(words);
  await expect(report.locator("svg").first()).toBeVisible();
  expect(troubles).toEqual([]);
  await context.close();
}

async function drag(page: Page, from: { x: number; y: number }, by: number): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + by / 2, from.y, { steps: 4 });
  await page.mouse.move(from.x + by, from.y, { steps: 4 });
  await page.mouse.up();
}

test("a drill is built with the mouse, run, repeated, and reported as the command line would", async ({ page }, info) => {
  const playground = new Playground(page);
  await playground.open();
  await page.getByRole("button", { name: "Pause" }).click();
  await page.getByRole("button", { name: "Drills", exact: true }).click();
  await panel(page).getByRole("button", { name: "New drill" }).click();

  // From the library onto the timeline, then by its end, then as a whole.
  const track = await timeline(page).locator(".drill-track").boundingBox();
  if (track === null) throw new Error("The timeline is not there.");
  await panel(page)
    .getByRole("button", { name: /^Crash/ })
    .dragTo(timeline(page).locator(".drill-track"), { targetPosition: { x: track.width * 0.4, y: 60 } });
  const span = timeline(page).locator(".drill-span-body");
  await expect(span).toHaveText("Checkout A: crash, 1 of 2");
  const end = await timeline(page)
    .getByRole("slider", { name: /, end$/ })
    .boundingBox();
  if (end === null) throw new Error("The span has no end.");
  const before = await span.getAttribute("aria-valuetext");
  await drag(page, { x: end.x + 4, y: end.y + 10 }, -80);
  await expect(span).not.toHaveAttribute("aria-valuetext", String(before));
  const resized = await span.getAttribute("aria-valuetext");
  const body = await span.boundingBox();
  if (body === null) throw new Error("The span is gone.");
  await drag(page, { x: body.x + body.width / 2, y: body.y + 10 }, 60);
  await expect(span).not.toHaveAttribute("aria-valuetext", String(resized));

  // The hypothesis' window after the method is drawn longer.
  const last = timeline(page).getByRole("slider", { name: "End of the drill" });
  const bound = await last.boundingBox();
  if (bound === null) throw new Error("The drill has no end.");
  await drag(page, { x: bound.x + 5, y: bound.y + 10 }, 30);
  await expect(last).not.toHaveAttribute("aria-valuetext", "watched for 30 s after the method");

  // Whom it hits is on the canvas; a click on it opens its settings.
  await expect(page.locator(".react-flow__node.blast-hit")).toHaveCount(1);
  await expect(playground.node("Edge")).toHaveClass(/blast-exposed/);
  await span.click();
  await page
    .getByRole("complementary", { name: "Inspector" })
    .getByRole("combobox", { name: "Where" })
    .selectOption({ label: "Checkout B" });
  await expect(playground.node("Checkout B")).toHaveClass(/blast-hit/);

  await panel(page).getByRole("button", { name: "Add objective" }).click();
  await objective(page, 2).fill("p99(Order) < 2s");
  await objective(page, 2).press("Enter");

  await page.getByRole("button", { name: "Run drill" }).click();
  await expect(verdict(page)).toContainText(/^(Held|Deviated)/, { timeout: 30_000 });
  await expect(page.locator(".verdict-chip")).toHaveCount(2);
  await expect(panel(page)).toContainText("Time to recover");
  await expect(panel(page)).toContainText("Error budget spent");

  await page.getByRole("spinbutton", { name: "Seeds" }).fill("4");
  await page.getByRole("button", { name: "Run with 4 seeds" }).click();
  await expect(page.getByText(/Holds in \d of 4 seeds/)).toBeVisible({ timeout: 60_000 });

  const html = await downloaded(page, "Export the report as HTML");
  const report = info.outputPath("report.html");
  writeFileSync(report, html);
  await opensOffline(page, report, "errors < 1%");
  expect(await downloaded(page, "Export the report as Markdown")).toContain("p99(Order) < 2s");
  expect(await downloaded(page, "Export the report as JUnit")).toContain("<testsuite");

  // Written in the browser, run by the command line: the same verdicts, and the same run.
  const { run } = JSON.parse(await downloaded(page, "Export the report as JSON"));
  const path = info.outputPath("topology.json");
  writeFileSync(path, await playground.exported());
  const { stdout } = spawnSync(process.execPath, ["bin/faultyard.js", "run", path, "--drill", run.drill.drill.id, "--json"], {
    encoding: "utf8",
  });
  const headless = JSON.parse(stdout);
  expect([headless.runHash, headless.drill]).toEqual([run.runHash, run.drill]);
  playground.expectNoTrouble();
});

test("a drill is built, run and reported with the keyboard alone", async ({ page }, info) => {
  const playground = new Playground(page);
  await playground.open();
  await page.keyboard.press("Space");
  await page.keyboard.press("d");
  await expect(panel(page)).toBeVisible();
  await panel(page).getByRole("button", { name: "New drill" }).press("Enter");
  await page.getByRole("searchbox", { name: "Search actions" }).focus();
  await page.keyboard.type("crash");
  await page.keyboard.press("Enter");
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("more traffic");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  const traffic = timeline(page).getByRole("slider", { name: "Every client: traffic ×2", exact: true });
  await traffic.focus();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Shift+ArrowLeft");
  await expect(traffic).toHaveAttribute("aria-valuetext", "19 s to 38 s");
  await page.keyboard.press("Delete");
  await expect(traffic).toHaveCount(0);
  // The focus goes on to what is left.
  await expect(timeline(page).getByRole("slider", { name: "Checkout A: crash, 1 of 2", exact: true })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("combobox", { name: "Where" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(timeline(page).getByRole("slider", { name: "Checkout A: crash, 1 of 2", exact: true })).toBeFocused();

  await panel(page).getByRole("button", { name: "Add objective" }).press("Enter");
  await page.keyboard.type('queue("Checkout B").depht < 100');
  await expect(page.getByText(/^At character 21: "depht" is no part of queue/)).toBeVisible();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("p99(Che");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.keyboard.type(" < 2s");
  await page.keyboard.press("Enter");
  await expect(objective(page, 2)).toHaveValue('p99("Checkout A") < 2s');

  await page.getByRole("button", { name: "Run drill" }).press("Enter");
  await expect(verdict(page)).toContainText(/^(Held|Deviated)/, { timeout: 30_000 });
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export the report as HTML" }).press("Enter");
  const report = info.outputPath("report.html");
  await (await download).saveAs(report);
  await opensOffline(page, report, "Checkout A");
  playground.expectNoTrouble();
});

for (const colorScheme of ["dark", "light"] as const) {
  test.describe(`${colorScheme} theme`, () => {
    test.use({ colorScheme });

    test("axe finds nothing on the drills, before and after a run", async ({ page }) => {
      test.setTimeout(120_000);
      const playground = new Playground(page);
      const clean = async (screen: string) => {
        const { violations } = await new AxeBuilder({ page }).analyze();
        const found = violations.map(({ id, nodes }) => `${screen}: ${id} at ${nodes.map(({ target }) => target).join(", ")}`);
        expect(found).toEqual([]);
      };
      await playground.open();
      await page.getByRole("button", { name: "Pause" }).click();
      await page.getByRole("button", { name: "Drills", exact: true }).click();
      await clean("invitation");
      await panel(page).getByRole("button", { name: "New drill" }).click();
      await panel(page)
        .getByRole("button", { name: /^Crash/ })
        .click();
      await objective(page, 1).fill("eror < 1%");
      await clean("a mistake");
      await objective(page, 1).fill("errors < 1% always");
      await clean("editor");
      await page.getByRole("button", { name: "Settings", exact: true }).first().click();
      await page.getByRole("button", { name: "Add stop condition" }).click();
      await page.getByRole("button", { name: "Run drill" }).click();
      await expect(verdict(page)).toContainText(/^Deviated/, { timeout: 30_000 });
      await page.getByRole("spinbutton", { name: "Seeds" }).fill("3");
      await page.getByRole("button", { name: "Run with 3 seeds" }).click();
      await expect(page.getByText(/Holds in \d of 3 seeds/)).toBeVisible({ timeout: 60_000 });
      await clean("outcome");
      await page.getByRole("button", { name: "Drill everything" }).click();
      await page.getByRole("button", { name: "Take each away in turn" }).click();
      await expect(page.getByText("Single points of failure: Edge, Orders, Shoppers to Edge.")).toBeVisible({ timeout: 60_000 });
      await clean("everything");
      playground.expectNoTrouble();
    });
  });
}
