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
  const scripts: Promise<{ readonly name: string; readonly bytes: number }>[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.context().on("request", (request) => requests.push(request.url()));
  page.context().on("response", (response) => {
    const name = response.url().split("/").at(-1) ?? "";
    if (!name.endsWith(".js")) return;
    scripts.push(response.body().then((body) => ({ name, bytes: gzipSync(body, { level: 9 }).length })));
  });

  await page.goto("./", { waitUntil: "networkidle" });
  await expect(page.locator("#root")).not.toBeEmpty();

  expect(complaints).toEqual([]);
  const elsewhere = requests.filter((url) => !url.startsWith(String(baseURL)) && !/^(data|blob):/.test(url));
  expect(elsewhere).toEqual([]);

  // The worker's own imports come from what the page has already fetched: count each file once.
  const sizes = new Map((await Promise.all(scripts)).map(({ name, bytes }) => [name, bytes]));
  const total = [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
  const list = [...sizes].map(([name, bytes]) => `${bytes} ${name}`).join(", ");
  expect(total, `All scripts up to the first quiet moment, gzipped: ${list}`).toBeLessThanOrEqual(BUDGET_BYTES);
});
