import { describe, expect, it } from "vitest";
import { Cell } from "../../../base/cell";
import { ERROR, OK, TIMEOUT } from "../../../engine/outcome";
import { build, run } from "../../../testing/build";
import { burst, even, steadyServer } from "../../../testing/timeline";
import { type BudgetConfig, budgetSchema } from "../budget";
import { Budget } from "../budget-state";

type Config = Record<string, unknown>;
const budgetOf = (config: Config, clock = new Cell()) => {
  const parsed = budgetSchema.parse(config) as BudgetConfig;
  return new Budget(() => parsed, clock);
};
/** How many further attempts it grants in a row. */
const grants = (budget: Budget, most = 1000) => {
  let granted = 0;
  while (granted < most && budget.take(ERROR)) granted++;
  return granted;
};

describe("retry budgets", () => {
  it("Envoy's: a fifth of the calls under way, rounded down, and at least three at once", () => {
    const withUnderWay = (calls: number) => {
      const budget = budgetOf({ type: "share" });
      for (let i = 0; i < calls; i++) budget.began(true);
      return grants(budget);
    };
    expect([0, 10, 19, 20, 24, 25, 100].map(withUnderWay)).toEqual([3, 3, 3, 4, 4, 5, 20]);
  });

  it("Envoy's max_retries: three at once, a place is free again when a retry is over", () => {
    const budget = budgetOf({ type: "concurrent" });
    expect(grants(budget)).toBe(3);
    budget.giveBack();
    expect(grants(budget)).toBe(1);
  });

  it("gRPC's tokens: one less per failure, a little more per success, and none at half or below", () => {
    const budget = budgetOf({ type: "tokens", maxTokens: 10, tokenRatio: 0.5 });
    const leaves = (failures: number, successes: number) => {
      for (let i = 0; i < failures; i++) budget.ended(ERROR, true, 0);
      for (let i = 0; i < successes; i++) budget.ended(OK, false, 0);
      return budget.take(ERROR);
    };
    expect(leaves(4, 0)).toBe(true); // 6
    expect(leaves(1, 0)).toBe(false); // 5
    expect(leaves(0, 1)).toBe(true); // 5.5
    expect(leaves(100, 0)).toBe(false); // 0, never less
    expect(leaves(0, 10)).toBe(false); // 5
    expect(leaves(0, 1)).toBe(true); // 5.5
    expect(leaves(0, 100)).toBe(true); // 10, never more
    expect(leaves(5, 0)).toBe(false); // 5
  });

  it("a failure that is never retried costs no token", () => {
    const budget = budgetOf({ type: "tokens", maxTokens: 2, tokenRatio: 0.1 });
    for (let i = 0; i < 10; i++) budget.ended(ERROR, false, 0);
    expect(budget.take(ERROR)).toBe(true);
  });

  it("Finagle's: a fifth of the calls of the last ten seconds, and ten a second besides", () => {
    const clock = new Cell();
    const budget = budgetOf({ type: "deposits" }, clock);
    expect(grants(budget)).toBe(100);
    for (let i = 0; i < 50; i++) budget.began(true);
    expect(grants(budget)).toBe(10);
    // Deposits and withdrawals alike are forgotten after ten seconds.
    clock.value = 10_000;
    expect(grants(budget)).toBe(100);
  });

  it("AWS SDKs': 5 of 500 tokens per retry, 10 after a timeout; a retry that succeeds gives them back, a first success one", () => {
    const budget = budgetOf({ type: "quota" });
    expect(grants(budget)).toBe(100);
    budget.ended(OK, false, 0);
    expect(budget.take(ERROR)).toBe(false);
    for (let i = 0; i < 4; i++) budget.ended(OK, false, 0);
    expect(budget.take(TIMEOUT)).toBe(false);
    expect(budget.take(ERROR)).toBe(true);
    budget.ended(OK, false, budget.costAfter(ERROR));
    budget.ended(ERROR, true, budget.costAfter(ERROR));
    budget.ended(OK, false, budget.costAfter(ERROR));
    expect(budget.take(TIMEOUT)).toBe(true);
    expect(grants(budget)).toBe(0);
    for (let i = 0; i < 1000; i++) budget.ended(OK, false, 0);
    expect(grants(budget)).toBe(100);
  });

  const storm = (budget: Config, ratePerSecond = 100) =>
    run(
      build({
        nodes: { c: even(ratePerSecond), s: steadyServer(0, { slots: 1000 }) },
        links: [["c", "s", {}, { retry: { maxAttempts: 4, baseMs: 10, factor: 1, jitter: "none", budget } }]],
        faults: [{ id: "e", type: "errors", target: { type: "node", id: "s" }, startMs: 0, params: { ratio: 1 } }],
        durationMs: 10_000,
      }),
    ).links["c-s"];

  it("bound how much retries amplify the load of a callee that fails altogether", () => {
    const [none, tokens, deposits] = [{ type: "none" }, { type: "tokens" }, { type: "deposits", minPerSecond: 0 }].map((budget) =>
      storm(budget),
    );
    expect(none.policies.retry.attemptsPerCall).toBeGreaterThan(3.9);
    // Ten tokens, of which four failures may be retried before half are gone.
    expect(tokens.retries).toBe(4);
    // One retry for five calls; the last one may still be in its pause.
    expect(deposits.retries).toBeLessThanOrEqual(deposits.calls / 5);
    expect(deposits.retries).toBeGreaterThanOrEqual(deposits.calls / 5 - 1);
    expect(deposits.policies.retry.denied).toBeGreaterThan(0);
  });

  it("an outage empties AWS SDKs' quota after a hundred retries, or fifty where calls time out", () => {
    expect(storm({ type: "quota" }).retries).toBe(100);
    const { links } = run(
      build({
        nodes: { c: even(100), s: steadyServer(500, { slots: 1000 }) },
        links: [
          [
            "c",
            "s",
            {},
            { timeout: { perTryMs: 20 }, retry: { maxAttempts: 3, baseMs: 10, factor: 1, jitter: "none", budget: { type: "quota" } } },
          ],
        ],
        durationMs: 10_000,
      }),
    );
    expect(links["c-s"].retries).toBe(50);
  });

  it("Envoy's holds at every moment: with one at once and pauses of 10 ms no more than a hundred a second", () => {
    const { retries } = storm({ type: "concurrent", maxConcurrent: 1 }, 1000);
    expect(retries).toBeGreaterThan(950);
    expect(retries).toBeLessThanOrEqual(1000);
  });

  it("a retry that a deadline cuts off gives its place back", () => {
    const { links } = run(
      build({
        nodes: { c: burst(20, 100), s: steadyServer(0) },
        links: [
          [
            "c",
            "s",
            {},
            {
              timeout: { perTryMs: 20, overallMs: 20 },
              retry: { maxAttempts: 3, baseMs: 50, jitter: "none", budget: { type: "concurrent", maxConcurrent: 1 } },
            },
          ],
        ],
        faults: [{ id: "e", type: "errors", target: { type: "node", id: "s" }, startMs: 0, params: { ratio: 1 } }],
        durationMs: 5000,
      }),
    );
    expect(links["c-s"]).toMatchObject({ retries: 0, policies: { retry: { denied: 0 } }, failuresByReason: { timeout: 20 } });
  });
});
