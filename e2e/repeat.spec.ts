import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { Playground } from "./pages/playground";

/** Opens a worked example and the panel for repetitions. */
async function open(page: Page, example: string): Promise<Playground> {
  const playground = new Playground(page);
  await playground.open();
  await playground.file("Examples");
  await page.getByRole("button", { name: example }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
  await page.getByRole("button", { name: "Repeat", exact: true }).click();
  await expect(page.getByRole("region", { name: "Repeat with other seeds" })).toBeVisible();
  return playground;
}

async function repeat(page: Page, seeds: number): Promise<void> {
  await page.getByRole("spinbutton", { name: "Seeds" }).fill(String(seeds));
  await page.getByRole("button", { name: /^Repeat with/ }).click();
  await expect(page.getByText(`All ${seeds} seeds have run.`, { exact: false })).toBeVisible({ timeout: 60_000 });
}

/** What a button downloads, as text. */
async function downloaded(page: Page, button: string): Promise<string> {
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: button }).click();
  const chunks: Buffer[] = [];
  for await (const chunk of await (await download).createReadStream()) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

/** What the command line finds for the same file, on its own threads. */
function commandLine(path: string, ...flags: string[]): unknown {
  const { stdout } = spawnSync(process.execPath, ["bin/faultyard.js", "run", path, ...flags, "--json"], { encoding: "utf8" });
  return JSON.parse(stdout);
}

/** A server with one slot, and how long to watch it. */
const queueDocument = (ratePerSecond: number, durationMs: number) =>
  JSON.stringify({
    format: "faultyard-topology",
    version: 1,
    name: "One server",
    nodes: [
      {
        id: "users",
        kind: "client",
        name: "Users",
        position: { x: 0, y: 0 },
        config: { traffic: { type: "open", arrivals: "poisson", profile: { type: "steady", ratePerSecond } } },
      },
      {
        id: "shop",
        kind: "server",
        name: "Shop",
        position: { x: 300, y: 0 },
        config: { replicas: 1, slots: 1, serviceTime: { type: "exponential", meanMs: 10 } },
      },
    ],
    links: [{ id: "users-shop", from: "users", to: "shop" }],
    run: { seed: 1, durationMs },
  });

async function importText(playground: Playground, text: string): Promise<void> {
  const chooser = playground.page.waitForEvent("filechooser");
  await playground.file("Import");
  await (await chooser).setFiles({ name: "queue.json", mimeType: "application/json", buffer: Buffer.from(text) });
  await expect(playground.node("Shop")).toBeVisible();
}

test("repeats an example with a few seeds, and the seed of a dot gives that dot's run again", async ({ page }, info) => {
  const playground = await open(page, "Three tiers");
  const path = info.outputPath("topology.json");
  writeFileSync(path, await playground.exported());
  await repeat(page, 6);
  const p99 = page.getByRole("region", { name: "p99" });
  await expect(p99).toContainText(/between [\d.]+ and [\d.]+ m?s, 95 % over 6 seeds/);
  const dots = p99.getByRole("option");
  await expect(dots).toHaveCount(6);

  // On other threads, in another order, by another program: the same figures to the last digit.
  expect(JSON.parse(await downloaded(page, "Export as JSON"))).toEqual(commandLine(path, "--replications", "6"));
  expect((await downloaded(page, "Export as CSV")).split("\r\n")).toHaveLength(1 + 6 + 1);

  const outlier = await dots.last().getAttribute("aria-label");
  const [, seed, hash] = /seed (\d+),.* run hash ([0-9a-f]{16})/.exec(outlier ?? "") ?? [];
  await dots.last().click();
  await expect(page.getByRole("textbox", { name: "seed", exact: true })).toHaveValue(String(seed));
  await expect(page.getByText("Of an earlier version.")).toBeHidden();
  await page.getByRole("button", { name: "Back to the charts" }).click();
  expect(await playground.runWhole()).toBe(hash);

  await page.getByRole("button", { name: /^Undo/ }).click();
  await expect(page.getByRole("textbox", { name: "seed", exact: true })).toHaveValue("1");
  playground.expectNoTrouble();
});

test("until a precision it stops by itself, where the command line stops too", async ({ page }, info) => {
  const playground = new Playground(page);
  await playground.open();
  const text = queueDocument(60, 60_000);
  const path = info.outputPath("queue.json");
  writeFileSync(path, text);
  await importText(playground, text);
  await page.keyboard.press("ControlOrMeta+k");
  await expect(page.getByRole("dialog").getByRole("combobox")).toBeFocused();
  await page.keyboard.type("Repeat with 30");
  await page.keyboard.press("Enter");
  await expect(page.getByText("All 30 seeds have run.", { exact: false })).toBeVisible({ timeout: 60_000 });
  await page.getByRole("combobox", { name: "Run" }).selectOption({ label: "until ±5 %" });
  await page.getByRole("button", { name: "Repeat until ±5 %" }).click();
  await expect(page.getByText(/^Enough after \d+ seeds/)).toBeVisible({ timeout: 60_000 });
  expect(JSON.parse(await downloaded(page, "Export as JSON"))).toEqual(commandLine(path, "--until", "5%"));
  playground.expectNoTrouble();
});

test("a long repetition is cancelled at once, and a change of the document is told", async ({ page }) => {
  const playground = await open(page, "Three tiers");
  await page.getByRole("combobox", { name: "Run" }).selectOption({ label: "until ±1 % (precise)" });
  await page.getByRole("button", { name: "Repeat until ±1 %" }).click();
  await expect(page.getByRole("progressbar", { name: "Repetition" })).toBeVisible();
  await expect(page.getByRole("listbox", { name: /^p99/ }).getByRole("option").first()).toBeAttached({ timeout: 30_000 });
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText(/^Cancelled: \d+ of 500 seeds count/)).toBeVisible();
  // Only the one that plays the document is left.
  await expect.poll(() => page.workers().filter((worker) => worker.url().includes("replication")).length).toBe(0);

  await playground.drag("Server", 0.3, 0.85);
  await expect(page.getByText("Of an earlier version.")).toBeVisible();
  playground.expectNoTrouble();
});

for (const colorScheme of ["dark", "light"] as const) {
  test.describe(`${colorScheme} theme`, () => {
    test.use({ colorScheme });

    test("axe finds nothing on the repetitions", async ({ page }) => {
      const playground = await open(page, "Three tiers");
      const clean = async (screen: string) => {
        const { violations } = await new AxeBuilder({ page }).include(".repeat").analyze();
        const found = violations.map(({ id, nodes }) => `${screen}: ${id} at ${nodes.map(({ target }) => target).join(", ")}`);
        expect(found).toEqual([]);
      };
      await clean("invitation");
      await repeat(page, 4);
      await page.getByRole("listbox", { name: /^p99/ }).focus();
      await clean("strips");
      await page.getByRole("button", { name: "Table" }).last().click();
      await clean("table");
      await page.getByRole("button", { name: "A setting" }).click();
      await page.getByRole("spinbutton", { name: "Seeds" }).fill("2");
      await clean("setting");
      await page.getByRole("button", { name: /^Run \d+ times/ }).click();
      await expect(page.getByText(/have run, 2 seeds each/)).toBeVisible({ timeout: 60_000 });
      await clean("curves");
      await page.getByRole("button", { name: "Table" }).last().click();
      await clean("table of values");
      playground.expectNoTrouble();
    });

    test("the charts say how well a run is known, and axe finds nothing on them", async ({ page }) => {
      const playground = new Playground(page);
      await playground.open();
      const judged = async (text: string, words: RegExp) => {
        await importText(playground, text);
        await playground.runWhole();
        await expect(page.locator(".run-line")).toHaveText(words);
        const { violations } = await new AxeBuilder({ page }).include(".dock").analyze();
        expect(violations.map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target).join(", ")}`)).toEqual([]);
      };
      await judged(queueDocument(50, 60_000), /Mean latency [\d.]+ ms, between [\d.]+ and [\d.]+ ms, 95 % over \d+ batches/);
      await expect(page.locator(".run-line")).toContainText("p99 too few answers");
      await judged(queueDocument(130, 60_000), /^No steady state\./);
      await judged(queueDocument(10, 3000), /^Run too short\./);
      playground.expectNoTrouble();
    });
  });
}
