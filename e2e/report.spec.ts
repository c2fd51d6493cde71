import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";

let folder = "";

test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "faultyard-report-"));
  const document = JSON.parse(readFileSync("src/topology/examples/two-zones.json", "utf8"));
  const drill = {
    id: "lose-a",
    title: "Lose zone A",
    hypothesis: ["errors < 1%", "errors < 2% over 1s during"],
    windows: { settleMs: 2000, beforeMs: 5000, afterMs: 15_000 },
    method: {
      faults: [
        { id: "out", type: "zone-outage", target: { type: "boundary", id: document.boundaries[0].id }, startMs: 0, durationMs: 5000 },
      ],
    },
  };
  writeFileSync(join(folder, "zones.json"), JSON.stringify({ ...document, faults: [], drills: [drill] }));
  const { stderr } = spawnSync(
    process.execPath,
    ["bin/faultyard.js", "run", join(folder, "zones.json"), "--drill", "lose-a", "--report", join(folder, "zones.html")],
    { encoding: "utf8" },
  );
  expect(stderr).toContain("written as Web page");
});

test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`${colorScheme} theme`, () => {
    test.use({ colorScheme });

    test("a report opens from a file with no network, no message in the console, and nothing for axe to find", async ({
      page,
      context,
    }) => {
      const address = pathToFileURL(join(folder, "zones.html")).href;
      const told: string[] = [];
      const asked: string[] = [];
      page.on("console", (message) => told.push(message.text()));
      page.on("pageerror", (error) => told.push(error.message));
      page.on("request", (request) => asked.push(request.url()));
      await context.setOffline(true);
      await page.goto(address);
      await expect(page.getByRole("heading", { name: "Lose zone A" })).toBeVisible();
      await expect(page.getByRole("img", { name: /^Latency of answers: p50 from/ })).toBeVisible();
      await page.getByText("The document", { exact: true }).click();
      expect(asked).toEqual([address]);
      expect(told).toEqual([]);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target).join(", ")}`)).toEqual([]);
      const saving = page.waitForEvent("download");
      await page.getByRole("link", { name: /^Save / }).click();
      const saved = JSON.parse(readFileSync(await (await saving).path(), "utf8"));
      expect(saved.drills[0].id).toBe("lose-a");
      // It fits a narrow screen.
      await page.setViewportSize({ width: 380, height: 800 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(380);
    });
  });
}
