import * as z from "zod";
import { quantity } from "../../fields";
import { defineLimiter } from "../define";

export const tokenBucketSchema = z.strictObject({
  type: z.literal("token-bucket"),
  ratePerSecond: quantity({
    title: "Rate",
    unit: "/s",
    default: 100,
    above: 0,
    max: 10_000_000,
    live: true,
    presets: [{ label: "AWS API Gateway account", value: 10_000, source: "Amazon API Gateway docs, quotas" }],
  }),
  burst: quantity({
    title: "Burst",
    unit: "requests",
    default: 100,
    min: 1,
    max: 10_000_000,
    live: true,
    help: "Size of the bucket: so many may come at once after a rest.",
    presets: [{ label: "AWS API Gateway account", value: 5000, source: "Amazon API Gateway docs, quotas" }],
  }),
});

export const tokenBucket = defineLimiter({
  id: "token-bucket",
  title: "Token bucket",
  docs: {
    summary: "Tokens drip into a bucket at the rate; each request takes one, and without one it is turned away.",
    models: ["A bucket that starts full", "Bursts up to the bucket's size, the rate in the long run"],
    ignores: ["Refills in steps, as Envoy's local rate limit had them: tokens drip continuously"],
    sources: ["Amazon API Gateway docs, Throttle requests", "Envoy docs, local rate limit, token_bucket"],
  },
  schema: tokenBucketSchema,
  behaviour: async () => (await import("./simulate")).bindTokenBucket,
});
