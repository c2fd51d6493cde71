import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { browserArgs, findBrowser, NO_BROWSER } from "../scripts/find-browser.mjs";
import { buildIfStale, projectRoot } from "../scripts/project.mjs";
import { serve } from "../scripts/serve.mjs";

// The worker in Chromium beside Node, on one document from its beginning to its end, while the page shows its progress:
// npm run bench:browser
//
// Of the worker it is the events between its first frame and its last, and the time between them as the page sees it:
// what a click takes to reach it, and what the page does with the result, is not the worker's.

/** Simulated time [ms]. */
const DURATION_MS = 5_000_000;
const ROUNDS = 3;

const executablePath = await findBrowser((line) => console.log(line));
if (executablePath === undefined) {
  console.error(NO_BROWSER);
  process.exit(1);
}
const status = buildIfStale("app");
if (status !== 0) process.exit(status);

/** @param {number[]} values */
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

/** One document under Node, several times over. */
function underNode() {
  const script = join(projectRoot, "scripts/run-ts.mjs");
  const { stdout } = spawnSync(process.execPath, [script, "bench/one-document.ts", String(DURATION_MS)], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  return JSON.parse(stdout.slice(stdout.indexOf("{")));
}

const address = await serve({ folder: join(projectRoot, "dist"), port: 4871 });
const browser = await chromium.launch({ executablePath, args: browserArgs });
const page = await browser.newPage();
await page.addInitScript(() => {
  /** @type {{ atMs: number, events: number }[]} */
  const frames = [];
  class Watched extends Worker {
    /** @param {ConstructorParameters<typeof Worker>} args */
    constructor(...args) {
      super(...args);
      this.addEventListener("message", ({ data }) => {
        if (data.type === "loaded") frames.length = 0;
        if (data.type === "frame" && data.frame.events > 0) frames.push({ atMs: performance.now(), events: data.frame.events });
      });
    }
  }
  Object.assign(window, { Worker: Watched, frames });
});

/**
 * The same document, as many times over, in one page and so in one worker.
 * @param {string} fragment
 * @param {number} times
 */
async function inChromium(fragment, times) {
  await page.goto("about:blank");
  await page.goto(`${address}${fragment}`);
  const hash = page.getByTitle(/^Run hash/);
  const rounds = [];
  for (let time = 0; time < times; time++) {
    await page.getByRole("button", { name: "Restart from the beginning" }).click();
    await hash.waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Run to the end" }).click();
    await hash.waitFor({ timeout: 120_000 });
    const eventsPerMs = await page.evaluate(() => {
      const { frames } = /** @type {{ frames: { atMs: number, events: number }[] }} */ (/** @type {unknown} */ (window));
      const [first, last] = [frames[0], frames[frames.length - 1]];
      return (last.events - first.events) / (last.atMs - first.atMs);
    });
    rounds.push({ eventsPerMs, title: await hash.getAttribute("title") });
  }
  return rounds;
}

const ratios = [];
for (let round = 0; round < ROUNDS; round++) {
  const { fragment, rounds } = underNode();
  const ofNode = median(rounds.map((/** @type {{ eventsPerMs: number }} */ { eventsPerMs }) => eventsPerMs));
  const seen = await inChromium(fragment, rounds.length);
  const same = seen.every(({ title }) => title?.includes(rounds[0].hash));
  const ofWorker = median(seen.map(({ eventsPerMs }) => eventsPerMs));
  ratios.push(ofWorker / ofNode);
  const inMillions = (/** @type {number} */ eventsPerMs) => (eventsPerMs / 1000).toFixed(2);
  console.log(
    `Node ${inMillions(ofNode)} M events/s, Chromium ${inMillions(ofWorker)} M, ${same ? "the same run hash" : "ANOTHER RUN HASH"}`,
  );
}
console.log(`The worker reaches ${median(ratios).toFixed(2)} of Node's speed (median of ${ROUNDS})`);
await browser.close();
process.exit(0);
