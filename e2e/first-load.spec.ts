import { gzipSync } from "node:zlib";
import { expect, test } from "@playwright/test";

/** [bytes, gzipped] */
const BUDGET_BYTES = 250_000;

test("the first screen stays within its budget, asks nobody else, and complains of nothing", async ({
  page,
  baseURL,
}) => {
  const complaints: string[] = [];
  const requests: string[] = [];
  const scripts = new Map<string, number>();
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.context().on("request", (request) => requests.push(request.url()));
  page.context().on("response", async (response) => {
    if (!response.url().endsWith(".js")) return;
    scripts.set(response.url(), gzipSync(await response.body(), { level: 9 }).length);
  });

  await page.goto("./", { waitUntil: "networkidle" });
  await expect(page.locator("#root")).not.toBeEmpty();

  expect(complaints).toEqual([]);
  const elsewhere = requests.filter((url) => !url.startsWith(String(baseURL)) && !/^(data|blob):/.test(url));
  expect(elsewhere).toEqual([]);
  const total = [...scripts.values()].reduce((sum, size) => sum + size, 0);
  console.log([...scripts].map(([url, size]) => `${size} ${url.split("/").at(-1)}`).join("\n"), `\n${total} in all`);
  expect(total).toBeLessThanOrEqual(BUDGET_BYTES);
});
