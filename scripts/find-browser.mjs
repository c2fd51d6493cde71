import { spawnSync } from "node:child_process";
import { lookup } from "node:dns/promises";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";
import { projectRoot, toolScript } from "./project.mjs";

/** How a Chromium starts for tests: nothing calls home, nothing asks for a screen. */
export const browserArgs = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const COMMANDS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];
const ELSEWHERE = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  ...[process.env.PROGRAMFILES, process.env["PROGRAMFILES(X86)"], process.env.LOCALAPPDATA].flatMap((folder) =>
    folder === undefined
      ? []
      : [join(folder, "Google/Chrome/Application/chrome.exe"), join(folder, "Microsoft/Edge/Application/msedge.exe")],
  ),
];

/** System package managers, and how each is asked for a Chromium and a font to write with. */
const PACKAGE_MANAGERS = [
  {
    command: "apt-get",
    steps: [["update"], ["install", "-y", "--no-install-recommends", "chromium", "fonts-liberation"]],
  },
  { command: "dnf", steps: [["install", "-y", "chromium", "liberation-fonts"]] },
  { command: "apk", steps: [["add", "chromium", "font-liberation"]] },
  { command: "pacman", steps: [["-S", "--noconfirm", "chromium", "ttf-liberation"]] },
];

const MINUTE_MS = 60_000;

/** The browsers on this machine, best first: Playwright's own, then the system's. */
export function installedBrowsers() {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const commands = COMMANDS.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...playwrightsOwn(), ...commands, ...ELSEWHERE].filter(isExecutable);
}

/**
 * The path of a Chromium that starts, fetched or installed if need be; undefined where none is to be had.
 * @param {(line: string) => void} say
 */
export async function findBrowser(say) {
  const own = await firstThatStarts(playwrightsOwn().filter(isExecutable));
  if (own !== undefined) return own;
  if (await fetchPlaywrightsOwn(say)) {
    const fetched = await firstThatStarts(playwrightsOwn().filter(isExecutable));
    if (fetched !== undefined) return fetched;
  }
  const system = await firstThatStarts(installedBrowsers());
  if (system !== undefined) return system;
  installWithPackageManager(say);
  return firstThatStarts(installedBrowsers());
}

export const NO_BROWSER =
  "The end-to-end tests found no Chromium that starts and could not install one: install Chromium or Google Chrome, " +
  'or run "npx playwright install --with-deps chromium", and try again.';

/** @returns {string[]} */
function playwrightsOwn() {
  try {
    return [chromium.executablePath()];
  } catch {
    return [];
  }
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * A browser may be there and yet not start, for want of a library.
 * @param {readonly string[]} paths
 */
async function firstThatStarts(paths) {
  for (const executablePath of paths) {
    try {
      const browser = await chromium.launch({ executablePath, args: browserArgs, timeout: MINUTE_MS });
      await browser.close();
      return executablePath;
    } catch {}
  }
  return undefined;
}

/**
 * Asks Playwright for its own build, where its host can be reached at all; without a network that is known at once.
 * @param {(line: string) => void} say
 */
async function fetchPlaywrightsOwn(say) {
  if (!(await isKnown("cdn.playwright.dev", 3000))) return false;
  say("Fetching Playwright's Chromium, once ...");
  const { status } = spawnSync(process.execPath, [toolScript("@playwright/test", "playwright"), "install", "chromium"], {
    cwd: projectRoot,
    stdio: "ignore",
    timeout: 5 * MINUTE_MS,
    env: { ...process.env, PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: "5000" },
  });
  return status === 0;
}

/**
 * @param {string} host
 * @param {number} patienceMs
 */
async function isKnown(host, patienceMs) {
  /** @type {Promise<boolean>} */
  const known = lookup(host).then(
    () => true,
    () => false,
  );
  /** @type {Promise<boolean>} */
  const late = new Promise((resolve) => {
    setTimeout(() => resolve(false), patienceMs).unref();
  });
  return Promise.race([known, late]);
}

/** @param {(line: string) => void} say */
function installWithPackageManager(say) {
  if (process.platform !== "linux") return;
  const runs = (/** @type {string[]} */ [command, ...args]) => spawnSync(command, args).status === 0;
  const manager = PACKAGE_MANAGERS.find(({ command }) => runs([command, "--version"]));
  if (manager === undefined) return;
  const isRoot = process.getuid?.() === 0;
  if (!isRoot && !runs(["sudo", "-n", "true"])) return;
  say(`Installing Chromium with ${manager.command}, once ...`);
  for (const step of manager.steps) {
    const [command, ...args] = [...(isRoot ? [] : ["sudo", "-n"]), manager.command, ...step];
    const { status, stderr } = spawnSync(command, args, {
      encoding: "utf8",
      timeout: 8 * MINUTE_MS,
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
    // A stale or partly unreachable list may still hold what is needed: try all steps, and let the start decide.
    if (status !== 0) say(`${manager.command} ${step.join(" ")} failed: ${(stderr ?? "").trim()}`);
  }
}

// Run by itself it prints the path: node scripts/find-browser.mjs
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const path = await findBrowser((line) => console.error(line));
  if (path === undefined) {
    console.error(NO_BROWSER);
    process.exitCode = 1;
  } else {
    console.log(path);
  }
}
