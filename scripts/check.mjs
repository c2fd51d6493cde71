import { checks, holds } from "./checks.mjs";

// Everything that is judged without running the product.

const failed = checks.filter((check) => !holds(check));
if (failed.length === 0) {
  console.log(`\nAll ${checks.length} checks passed.`);
} else {
  console.error(`\nFailed: ${failed.map(({ title }) => title).join(", ")}.`);
  process.exitCode = 1;
}
