import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { goldenHashes } from "../src/testing/golden-hashes";
import { Playground } from "./pages/playground";

test("the first visit shows an architecture under traffic, with messages moving", async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await expect(playground.node("Checkout B")).toBeVisible();
  await expect(page.getByRole("button", { name: "Pause" })).toBeVisible();
  await expect(playground.figure("Shoppers", "rate")).not.toHaveText("–");
  await expect(async () => {
    const painted = await page.locator("canvas.particles").evaluate((canvas: HTMLCanvasElement) => {
      const data = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      let count = 0;
      for (let i = 3; i < data.length; i += 4) if ((data[i] ?? 0) > 0) count++;
      return count;
    });
    expect(painted).toBeGreaterThan(50);
  }).toPass();
  playground.expectNoTrouble();
});

test("the overview shows as soon as a part of the design is out of view", async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await expect(playground.node("Checkout B")).toBeVisible();
  const overview = page.locator(".react-flow__minimap");
  await expect(overview).toBeHidden();
  for (let times = 0; times < 4; times++) await page.getByRole("button", { name: "Zoom In" }).click();
  await expect(overview).toBeVisible();
  await page.getByRole("button", { name: "Fit View" }).click();
  await expect(overview).toBeHidden();
  playground.expectNoTrouble();
});

test("a damaged link keeps the work that was open, and says what is wrong", async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await playground.file("New");
  await playground.drag("Queue", 0.4, 0.4);
  await playground.saved();
  await playground.open("#t=1.AAAAnot-a-document");
  await page.reload();
  await page.goto("about:blank");
  await playground.open("#t=1.AAAAnot-a-document");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(playground.node("Queue")).toBeVisible();
  playground.expectNoTrouble();
});

test("a document whose nodes have the names of others shows all its links", async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  // Orders is a database here, which calls nobody, and a log there.
  await expect(playground.node("Orders")).toBeVisible();
  await playground.file("Examples");
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /^Lag while a group finds out/ })
    .first()
    .click();
  await expect(page.getByRole("group", { name: "Link from Orders to Billing" })).toBeAttached();
  playground.expectNoTrouble();
});

/** How many links an example's file has; undefined where it is not a file of its own. */
function linksOf(id: string): number | undefined {
  const folder = "src/topology/examples";
  const file = readdirSync(folder, { recursive: true, encoding: "utf8" }).find((path) => /[^/\\]+$/.exec(path)?.[0] === `${id}.json`);
  return file === undefined || id.endsWith(".cure") ? undefined : JSON.parse(readFileSync(`${folder}/${file}`, "utf8")).links.length;
}

test("every worked example opens, and runs to the same end as under Node", async ({ page }) => {
  test.setTimeout(420_000);
  const playground = new Playground(page);
  await playground.open();
  await playground.file("Examples");
  const entries = page.getByRole("dialog").getByRole("listitem").getByRole("button");
  await expect(entries.nth(8)).toBeVisible();
  const count = await entries.count();
  for (let i = 0; i < count; i++) {
    if (i > 0) await playground.file("Examples");
    await entries.nth(i).click();
    await expect(page.getByRole("dialog")).toBeHidden();
    const links = linksOf(Object.keys(goldenHashes)[i] ?? "");
    if (links !== undefined) await expect(page.locator(".react-flow__edge")).toHaveCount(links);
    expect(await playground.runWhole()).toBe(Object.values(goldenHashes)[i]);
  }
  playground.expectNoTrouble();
});
