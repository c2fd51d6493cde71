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

test("repeats an example with a few seeds, and the seed of a dot gives that dot's run again", async ({ page }) => {
  const playground = await open(page, "Three tiers");
  await repeat(page, 6);
  const p99 = page.getByRole("region", { name: "p99" });
  await expect(p99).toContainText(/between [\d.]+ and [\d.]+ m?s, 95 % over 6 seeds/);
  const dots = p99.getByRole("option");
  await expect(dots).toHaveCount(6);

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
      playground.expectNoTrouble();
    });
  });
}
