import { existsSync, writeFileSync } from "node:fs";
import { compareAll, readAll } from "../src/testing/ground-truth/cases";
import { type ComparedRun, holds } from "../src/testing/ground-truth/compare";
import { cut } from "../src/testing/ground-truth/cut";
import { estimateOverhead, OVERHEAD, type Overhead } from "../src/testing/ground-truth/overhead";
import { page } from "../src/testing/ground-truth/page";

// Replays what was measured on real servers and says how far the simulation is from it:
// npm run ground-truth -- --recordings FOLDER writes docs/ground-truth.md; with --cut also the runs kept in the repository.

const KEPT = "src/testing/ground-truth/recordings";
const PAGE = "docs/ground-truth.md";
/** How far the recordings' medians may be from the overhead that all runs are given [ms]. */
const CLOSE_MS = 0.02;

const flag = process.argv.indexOf("--recordings");
const folder = flag === -1 ? process.env.FAULTYARD_RECORDINGS : process.argv[flag + 1];

if (folder !== undefined && existsSync(folder)) {
  const estimate = estimateOverhead(readAll(folder));
  checkOverhead(estimate);
  const compared = compareAll(folder);
  print(compared);
  writeFileSync(PAGE, page(compared, estimate));
  console.log(`Wrote ${PAGE}.`);
  if (process.argv.includes("--cut")) cut(folder, KEPT);
} else {
  const where = folder === undefined ? "No folder of recordings was named" : `There is no folder "${folder}"`;
  console.log(`${where}: only the runs kept in ${KEPT} are replayed, and ${PAGE} stays as it is.`);
  console.log("Name it with --recordings FOLDER or FAULTYARD_RECORDINGS.\n");
  const compared = compareAll(KEPT);
  print(compared);
  if (!compared.every(({ comparisons }) => comparisons.every(holds))) process.exitCode = 1;
}

function print(compared: readonly ComparedRun[]): void {
  for (const { id, seeds, comparisons } of compared) {
    console.log(seeds === 1 ? id : `${id} (${seeds} seeds)`);
    for (const one of comparisons) {
      const figures = `${one.measured.toFixed(2).padStart(10)} measured ${one.simulated.toFixed(2).padStart(10)} simulated`;
      console.log(`  ${one.figure.padEnd(9)} ${figures}  ${holds(one) ? "pass" : "MISS"}`);
    }
  }
  const all = compared.flatMap(({ comparisons }) => comparisons);
  console.log(`\n${all.filter(holds).length} of ${all.length} figures within their limits.`);
}

function checkOverhead(estimate: Overhead): void {
  const off = Math.max(Math.abs(estimate.pathMs - OVERHEAD.pathMs), Math.abs(estimate.slotMs - OVERHEAD.slotMs));
  if (off <= CLOSE_MS) return;
  const said = `${estimate.pathMs.toFixed(2)} ms on the way and ${estimate.slotMs.toFixed(2)} ms in the slot`;
  console.log(`These recordings have an overhead of ${said}; src/testing/ground-truth/overhead.ts says otherwise.\n`);
  process.exitCode = 1;
}
