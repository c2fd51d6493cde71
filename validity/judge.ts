import type { Claim } from "./experiment";
import { studentQuantile } from "./student";
import type { Estimate } from "./study";

/** `wide`: nothing against it, but the interval is wider than it should be, so nothing much for it either. */
export type Verdict = "holds" | "wide" | "misses";

/** Whether an estimate is what the case claims it to be. */
export function judge(estimate: Estimate, expected: number, alpha: number): Verdict {
  const [low, high] = acceptable(estimate.figure.claim ?? { type: "exact" }, expected, alpha);
  if (estimate.high < low || estimate.low > high) return "misses";
  return estimate.halfWidthRatio <= estimate.precision ? "holds" : "wide";
}

/** Where the truth may lie by the claim; the estimate's interval must reach into it. */
function acceptable(claim: Claim, expected: number, alpha: number): readonly [number, number] {
  switch (claim.type) {
    case "exact":
      return [expected, expected];
    case "measured": {
      // Its 95 % interval, widened to the level of the suite.
      const degrees = claim.replications - 1;
      const half = (claim.halfWidth * studentQuantile(1 - alpha / 2, degrees)) / studentQuantile(0.975, degrees);
      return [expected - half, expected + half];
    }
    case "approximation":
      return [expected * (1 - claim.within), expected * (1 + claim.within)];
    case "upper bound":
      return [Number.NEGATIVE_INFINITY, expected];
    case "limit":
      return [expected, expected * (1 + claim.within)];
  }
}

/** How the case's value is meant, in a few words. */
export function claimWords(claim: Claim = { type: "exact" }): string {
  switch (claim.type) {
    case "exact":
      return "";
    case "measured":
      return `\u00b1 ${claim.halfWidth}, 95 %`;
    case "approximation":
      return `approximation, within ${Number((100 * claim.within).toPrecision(2))} %`;
    case "upper bound":
      return "upper bound";
    case "limit":
      return claim.within === Number.POSITIVE_INFINITY ? "limit from below" : `limit from below, within ${100 * claim.within} %`;
  }
}
