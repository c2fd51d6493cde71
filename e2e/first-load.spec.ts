import { gzipSync } from "node:zlib";
import { expect, type Page, test } from "@playwright/test";

/** What the page itself loads, charts included [bytes, gzipped]. */
const PAGE_BUDGET_BYTES = 250_000;
/** The same, and what the simulation loads beside it: the engine, and how the kinds of the open document behave. */
const WHOLE_BUDGET_BYTES = 310_000;

test("the first screen stays within its budget, asks nobody else, and complains of nothing", async ({ page, baseURL }) => {
  const complaints: string[] = [];
  const requests: string[] = [];
  const scripts: Promise<{ readonly name: string; readonly text: string; readonly bytes: number }>[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.context().on("request", (request) => requests.push(request.url()));
  page.context().on("response", (response) => {
    const name = response.url().split("/").at(-1) ?? "";
    if (!name.endsWith(".js")) return;
    const weighed = (body: Buffer) => ({ name, text: body.toString(), bytes: gzipSync(body, { level: 9 }).length });
    scripts.push(response.body().then(weighed));
  });

  await page.goto("./", { waitUntil: "networkidle" });
  await expect(page.locator("#root")).not.toBeEmpty();

  expect(complaints).toEqual([]);
  const elsewhere = requests.filter((url) => !url.startsWith(String(baseURL)) && !/^(data|blob):/.test(url));
  expect(elsewhere).toEqual([]);

  // Worker and page share some files: count each once.
  const loaded = new Map((await Promise.all(scripts)).map(({ name, ...script }) => [name, script]));
  const weightOf = (names: Iterable<string>) => [...names].reduce((sum, name) => sum + (loaded.get(name)?.bytes ?? 0), 0);
  const list = [...loaded].map(([name, { bytes }]) => `${bytes} ${name}`).join(", ");
  const ofPage = await namedByPage(page, loaded);
  expect(ofPage.size).toBeGreaterThan(1);
  expect(weightOf(ofPage), `Of the page, gzipped, among: ${list}`).toBeLessThanOrEqual(PAGE_BUDGET_BYTES);
  expect(weightOf(loaded.keys()), `All up to the first quiet moment, gzipped: ${list}`).toBeLessThanOrEqual(WHOLE_BUDGET_BYTES);
});

/** Those of the loaded scripts that the page's own scripts name, and not the worker's alone. */
async function namedByPage(page: Page, loaded: ReadonlyMap<string, { readonly text: string }>): Promise<Set<string>> {
  const timed = await page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name));
  const fetched = new Set(timed.map((address) => address.split("/").at(-1) ?? ""));
  const known = new Set<string>();
  const look = (text: string) => {
    for (const [name, script] of loaded) {
      if (known.has(name) || !fetched.has(name) || name.includes(".worker-") || !text.includes(name)) continue;
      known.add(name);
      look(script.text);
    }
  };
  look(await page.content());
  return known;
}
