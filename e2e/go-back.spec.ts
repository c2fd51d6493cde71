import { expect, test } from "@playwright/test";
import { Playground } from "./pages/playground";

test("a past moment can be gone back to, by mouse and by keys, and the run ends as it did", async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  const hash = await playground.runWhole();
  const playhead = page.getByRole("slider", { name: "Simulated time" });
  const runMs = Number(await playhead.getAttribute("aria-valuemax"));
  await expect(playhead).toHaveAttribute("aria-valuenow", String(runMs));

  const track = await page.locator(".timeline-track").boundingBox();
  const handle = await playhead.boundingBox();
  if (track === null || handle === null) throw new Error("The timeline is not there.");
  await page.mouse.move(handle.x + handle.width / 2, handle.y + handle.height / 2);
  await page.mouse.down();
  await page.mouse.move(track.x + track.width / 2, handle.y + handle.height / 2, { steps: 8 });
  await page.mouse.up();
  const nowMs = async () => Number(await playhead.getAttribute("aria-valuenow"));
  await expect.poll(nowMs).toBeLessThan(0.7 * runMs);
  await expect.poll(nowMs).toBeGreaterThan(0.3 * runMs);
  await expect(page.getByRole("button", { name: "Play", exact: true })).toBeVisible();
  await expect(page.getByTitle(/^Run hash/)).toBeHidden();

  const halfway = await nowMs();
  await playhead.press("ArrowLeft");
  await expect.poll(nowMs).toBeLessThan(halfway);
  await page.screenshot({ path: test.info().outputPath("gone-back.png") });

  await page.getByRole("button", { name: "Run to the end" }).click();
  await expect(page.getByTitle(/^Run hash/)).toBeVisible({ timeout: 30_000 });
  expect(await page.getByTitle(/^Run hash/).getAttribute("title")).toContain(hash);
  playground.expectNoTrouble();
});
