import { expect, test } from "@playwright/test";
import { Playground } from "./pages/playground";

test("a zone takes in what is dropped in it, moves it along, and undo puts it back", async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await playground.file("New");
  await playground.drag("Zone", 0.5, 0.5);
  await playground.drag("Server", 0.5, 0.5);
  const node = playground.node("Server");
  const before = await node.boundingBox();
  const name = page.locator(".zone-name");
  const handle = await name.boundingBox();
  if (before === null || handle === null) throw new Error("The zone or the node is not there.");
  await page.mouse.move(handle.x + 20, handle.y + 10);
  await page.mouse.down();
  await page.mouse.move(handle.x + 60, handle.y + 50, { steps: 5 });
  await page.mouse.move(handle.x + 100, handle.y + 90, { steps: 5 });
  await page.mouse.up();
  await expect(async () => {
    const after = await node.boundingBox();
    expect((after?.x ?? 0) - before.x).toBeGreaterThan(60);
    expect((after?.y ?? 0) - before.y).toBeGreaterThan(60);
  }).toPass();
  const topology = JSON.parse(await playground.exported());
  expect(topology.nodes[0].boundary).toBe(topology.boundaries[0].id);
  await page.getByRole("button", { name: /^Undo/ }).click();
  await expect(async () => {
    const back = await node.boundingBox();
    expect(Math.abs((back?.x ?? 0) - before.x)).toBeLessThan(2);
  }).toPass();
  playground.expectNoTrouble();
});

test("two tabs on one document: the second is told, and nothing is overwritten in silence", async ({ page, context }) => {
  const first = new Playground(page);
  await first.open();
  await first.file("New");
  await first.drag("Cache", 0.4, 0.4);
  await first.saved();
  const second = new Playground(await context.newPage());
  await second.open();
  await expect(second.node("Cache")).toBeVisible();
  await expect(second.page.getByRole("button", { name: "Edit here instead" })).toBeVisible();
  await second.page.getByRole("button", { name: "Edit a copy" }).click();
  await second.drag("Queue", 0.7, 0.6);
  await expect(second.node("Queue")).toBeVisible();
  await second.saved();
  await page.reload();
  await expect(first.node("Cache")).toBeVisible();
  await expect(first.node("Queue")).toBeHidden();
  first.expectNoTrouble();
  second.expectNoTrouble();
});

test("edits while it runs apply at once; restarting gives the file's own hash again", async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await expect(playground.figure("Shoppers", "rate")).not.toHaveText("–");
  await playground.node("Checkout A").click({ position: { x: 60, y: 50 } });
  const slots = page.getByRole("spinbutton", { name: "Slots per replica" });
  await slots.fill("3");
  await slots.press("Enter");
  await expect(page.getByText("edited while running")).toBeVisible();
  const hash = await playground.runWhole();
  expect(await playground.runWhole()).toBe(hash);
  playground.expectNoTrouble();
});
