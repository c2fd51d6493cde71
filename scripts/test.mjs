import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { builds, checks, holds } from "./checks.mjs";
import { projectRoot, toolScript } from "./project.mjs";

// Every test there is: units, builds, checks, journeys in a browser. The last line counts them all.

/** @typedef {{ readonly passed: number, readonly failed: number }} Count */

const reports = join(projectRoot, "test-results");

const suites = [
  suite("units", () =>
    counted(
      [toolScript("vitest"), "run", "--reporter=default", "--reporter=json", "--outputFile.json=test-results/unit.json"],
      "unit.json",
      ({ numPassedTests, numFailedTests, numFailedTestSuites }) => ({
        passed: numPassedTests,
        // A file that cannot even be loaded has no tests to fail.
        failed: numFailedTests > 0 ? numFailedTests : numFailedTestSuites,
      }),
    )),
  suite("builds", () => steps(builds)),
  suite("checks", () => steps(checks)),
  suite("journeys", () =>
    counted(["scripts/e2e.mjs"], "e2e.json", ({ stats, errors }) => ({
      passed: stats.expected + stats.flaky,
      failed: stats.unexpected + errors.length,
    }))),
];

console.log();
for (const { title, passed, failed } of suites) console.log(`${title}: ${passed} passed, ${failed} failed`);
const passed = suites.reduce((sum, count) => sum + count.passed, 0);
const failed = suites.reduce((sum, count) => sum + count.failed, 0);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

/**
 * @param {string} title
 * @param {() => Count} run
 */
function suite(title, run) {
  console.log(`\n== ${title}`);
  return { title, ...run() };
}

/**
 * @param {readonly import("./checks.mjs").Step[]} all
 * @returns {Count}
 */
function steps(all) {
  const passed = all.filter(holds).length;
  return { passed, failed: all.length - passed };
}

/**
 * Runs a test runner and reads its report. A runner that fails without a failed test counts as one.
 * @param {readonly string[]} command
 * @param {string} reportName
 * @param {(report: any) => Count} read
 * @returns {Count}
 */
function counted(command, reportName, read) {
  const path = join(reports, reportName);
  rmSync(path, { force: true });
  const { status } = spawnSync(process.execPath, command, {
    cwd: projectRoot,
    stdio: ["ignore", "inherit", "inherit"],
  });
  const { passed, failed } = existsSync(path) ? read(JSON.parse(readFileSync(path, "utf8"))) : { passed: 0, failed: 0 };
  return { passed, failed: status !== 0 && failed === 0 ? 1 : failed };
}
