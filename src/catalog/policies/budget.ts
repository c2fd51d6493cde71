import * as z from "zod";
import { described, quantity } from "../fields";

const aws = (value: number, name: string) => [
  { label: "AWS SDK default", value, source: `AWS SDKs' source, standard retry mode, ${name}` },
];

/** What keeps further attempts from multiplying the load when everything fails; of one calling replica each. */
const budgets = [
  z.strictObject({ type: z.literal("none") }),
  z.strictObject({
    type: z.literal("share"),
    ratio: quantity({
      title: "Share of the calls under way",
      default: 0.2,
      min: 0,
      max: 1,
      live: true,
      presets: [{ label: "Envoy default", value: 0.2, source: "Envoy docs, retry_budget.budget_percent: 20 %" }],
    }),
    minConcurrent: quantity({
      title: "But at least",
      unit: "at once",
      default: 3,
      min: 0,
      max: 100_000,
      integer: true,
      live: true,
      presets: [{ label: "Envoy default", value: 3, source: "Envoy docs, retry_budget.min_retry_concurrency" }],
    }),
  }),
  z.strictObject({
    type: z.literal("concurrent"),
    maxConcurrent: quantity({
      title: "Further attempts at once",
      default: 3,
      min: 0,
      max: 100_000,
      integer: true,
      live: true,
      presets: [{ label: "Envoy default", value: 3, source: "Envoy docs, circuit_breakers max_retries" }],
    }),
  }),
  z.strictObject({
    type: z.literal("tokens"),
    maxTokens: quantity({
      title: "Tokens at most",
      default: 10,
      above: 0,
      max: 1000,
      live: true,
      help: "A failure costs one; below half there are no further attempts.",
      presets: [{ label: "gRPC example", value: 10, source: "gRPC proposal A6, retryThrottling.maxTokens" }],
    }),
    tokenRatio: quantity({
      title: "Tokens per success",
      default: 0.1,
      above: 0,
      max: 1000,
      live: true,
      presets: [{ label: "gRPC example", value: 0.1, source: "gRPC proposal A6, retryThrottling.tokenRatio" }],
    }),
  }),
  z.strictObject({
    type: z.literal("deposits"),
    ratio: quantity({
      title: "Share of the calls",
      default: 0.2,
      min: 0,
      max: 1000,
      live: true,
      presets: [
        {
          label: "Finagle default",
          value: 0.2,
          source: "Finagle source, RetryBudget.DefaultPercentCanRetry",
        },
      ],
    }),
    minPerSecond: quantity({
      title: "And besides",
      unit: "/s",
      default: 10,
      min: 0,
      max: 100_000,
      live: true,
      presets: [
        {
          label: "Finagle default",
          value: 10,
          source: "Finagle source, RetryBudget.DefaultMinRetriesPerSec",
        },
      ],
    }),
    ttlMs: quantity({
      title: "Deposits last",
      unit: "ms",
      default: 10_000,
      above: 0,
      max: 3_600_000,
      presets: [{ label: "Finagle default", value: 10_000, source: "Finagle source, RetryBudget.DefaultTtl: 10 s" }],
    }),
  }),
] as const;
const words = {
  title: "Budget",
  help: "Limits further attempts, of one calling replica.",
  labels: {
    none: "None",
    share: "Share of calls under way (Envoy)",
    concurrent: "So many at once (Envoy)",
    tokens: "Tokens (gRPC)",
    quota: "Retry quota (AWS SDK)",
    deposits: "Share of recent calls (Finagle)",
  },
};

export const hedgingBudgetSchema = described(z.discriminatedUnion("type", budgets), words);
/** What a retry costs here depends on the failure before it. */
export const budgetSchema = described(
  z.discriminatedUnion("type", [
    ...budgets,
    z.strictObject({
      type: z.literal("quota"),
      capacity: quantity({
        title: "Tokens at most",
        default: 500,
        min: 0,
        max: 1_000_000,
        live: true,
        presets: aws(500, "token bucket capacity"),
      }),
      retryCost: quantity({
        title: "A further attempt costs",
        unit: "tokens",
        default: 5,
        min: 0,
        max: 1_000_000,
        live: true,
        help: "Given back when it succeeds.",
        presets: aws(5, "retry cost"),
      }),
      timeoutCost: quantity({
        title: "After a timeout",
        unit: "tokens",
        default: 10,
        min: 0,
        max: 1_000_000,
        live: true,
        presets: aws(10, "timeout retry cost"),
      }),
      refund: quantity({
        title: "A first success gives back",
        unit: "tokens",
        default: 1,
        min: 0,
        max: 1_000_000,
        live: true,
        presets: aws(1, "no-retry increment"),
      }),
    }),
  ]),
  words,
);
export type BudgetConfig = z.infer<typeof budgetSchema>;
