import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { Playground } from "./pages/playground";

const PARTS = ["Client", "Load balancer", "Server", "Server 2", "Database"];

/** Errors while the dead host still receives, then recovery once the check has noticed. */
async function breakAndRecover(playground: Playground): Promise<void> {
  const { page } = playground;
  await expect(playground.figure("Load balancer", "up")).toHaveText("4 of 4");
  await playground.node("Client").click({ position: { x: 60, y: 50 } });
  await page.getByRole("tab", { name: "Metrics" }).click();
  const failed = page.getByRole("tabpanel").locator("dl, table").first().getByText("Failed").locator("xpath=following-sibling::*[1]");
  await playground.breakNow("Server 2", "Crash");
  await expect(playground.node("Server 2").locator(".face")).toHaveAttribute("data-health", "down");
  await expect(failed).not.toHaveText("0 /s");
  await expect(playground.figure("Load balancer", "up")).toHaveText("2 of 4");
  await expect(failed).toHaveText("0 /s");
  await expect(page.getByRole("region", { name: "Timeline of faults" }).getByText("Server 2: crash").first()).toBeVisible();
}

test("build an architecture by mouse, break it, and take it elsewhere", async ({ page, browser }, info) => {
  const playground = new Playground(page);
  await playground.open();
  await playground.file("New");
  await expect(page.getByText("Drag components here")).toBeVisible();
  await playground.drag("Client", 0.14, 0.5);
  await playground.drag("Load balancer", 0.36, 0.5);
  await playground.drag("Server", 0.58, 0.3);
  await playground.drag("Server", 0.58, 0.62);
  await playground.drag("Database", 0.82, 0.45);
  for (const name of PARTS) await expect(playground.node(name)).toBeVisible();
  await playground.connect("Client", "Load balancer");
  await playground.connect("Load balancer", "Server");
  await playground.connect("Load balancer", "Server 2");
  await playground.connect("Server", "Database");
  await playground.connect("Server 2", "Database");
  await expect(playground.links()).toHaveCount(5);

  // Calls in a circle make no sense, and the canvas says so.
  await playground.connect("Server", "Load balancer");
  await expect(page.getByText("Calls would go in a circle")).toBeVisible();
  await expect(playground.links()).toHaveCount(5);

  await playground.setSpeed("2×");
  await playground.play();
  await breakAndRecover(playground);
  await playground.saved();
  const hash = await playground.runWhole();
  expect(hash).toMatch(/^[0-9a-f]{16}$/);
  const json = await playground.exported();
  const path = info.outputPath("topology.json");
  writeFileSync(path, json);

  // The command line runs the same engine on the same file.
  const cli = spawnSync(process.execPath, ["bin/faultyard.js", "run", path, "--json"], { encoding: "utf8" });
  expect(cli.stderr).toBe("");
  expect(JSON.parse(cli.stdout).runHash).toBe(hash);

  await page.reload();
  for (const name of PARTS) await expect(playground.node(name)).toBeVisible();
  expect(await playground.runWhole()).toBe(hash);

  await playground.file("New");
  await expect(page.getByText("Drag components here")).toBeVisible();
  const chooser = page.waitForEvent("filechooser");
  await playground.file("Import");
  await (await chooser).setFiles(path);
  await expect(playground.node("Database")).toBeVisible();
  expect(await playground.runWhole()).toBe(hash);
  expect(await playground.exported()).toBe(json);

  const fragment = await playground.shared();
  const context = await browser.newContext();
  const colleague = new Playground(await context.newPage());
  await colleague.page.goto(new URL(fragment, page.url()).href);
  await expect(colleague.node("Database")).toBeVisible();
  expect(await colleague.runWhole()).toBe(hash);
  colleague.expectNoTrouble();
  await context.close();
  playground.expectNoTrouble();
});

test("build and break the same by keyboard alone", async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await page.keyboard.press("ControlOrMeta+k");
  await expect(page.getByRole("dialog").getByRole("combobox")).toBeFocused();
  await page.keyboard.type("New document");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Drag components here")).toBeVisible();
  for (const name of PARTS) {
    await playground.palette(name.replace(" 2", "")).focus();
    await page.keyboard.press("Enter");
    // What was placed takes the focus, in its own time.
    await expect(playground.node(name)).toBeFocused();
  }
  await playground.connectByKeyboard("Client", "Load balancer");
  await playground.connectByKeyboard("Load balancer", "Server");
  await playground.connectByKeyboard("Load balancer", "Server 2");
  await playground.connectByKeyboard("Server", "Database");
  await playground.connectByKeyboard("Server 2", "Database");
  await expect(playground.links()).toHaveCount(5);
  await playground.node("Client").focus();
  await page.keyboard.press("Shift+L");
  await page.keyboard.press("Space");
  await expect(page.getByRole("button", { name: "Pause" })).toBeVisible();
  await expect(playground.figure("Load balancer", "up")).toHaveText("4 of 4");
  for (const replica of [1, 2]) await playground.toggleReplicaByKeyboard("Server 2", replica);
  await expect(playground.node("Server 2").locator(".face")).toHaveAttribute("data-health", "down");
  await expect(playground.figure("Load balancer", "up")).toHaveText("2 of 4", { timeout: 20_000 });
  await playground.toggleReplicaByKeyboard("Server 2", 1);
  await expect(playground.figure("Load balancer", "up")).toHaveText("3 of 4", { timeout: 20_000 });
  playground.expectNoTrouble();
});

test("undo and redo carry labels; copy, paste and delete work on what is selected", async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await playground.file("New");
  await playground.drag("Server", 0.4, 0.4);
  await playground.node("Server").focus();
  await page.keyboard.press("ControlOrMeta+d");
  await expect(page.locator(".react-flow__node-face")).toHaveCount(2);
  await page.keyboard.press("Delete");
  await expect(page.locator(".react-flow__node-face")).toHaveCount(1);
  await page.getByRole("button", { name: /^Undo/ }).click();
  await expect(page.locator(".react-flow__node-face")).toHaveCount(2);
  await page.getByRole("button", { name: /^Redo/ }).click();
  await expect(page.locator(".react-flow__node-face")).toHaveCount(1);
  playground.expectNoTrouble();
});
