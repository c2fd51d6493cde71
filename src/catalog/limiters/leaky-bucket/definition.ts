import * as z from "zod";
import { quantity } from "../../fields";
import { defineLimiter } from "../define";

export const leakyBucketSchema = z.strictObject({
  type: z.literal("leaky-bucket"),
  ratePerSecond: quantity({ title: "Rate", unit: "/s", default: 100, above: 0, max: 10_000_000, live: true }),
  burst: quantity({
    title: "Burst",
    unit: "requests",
    default: 20,
    min: 0,
    max: 10_000_000,
    live: true,
    help: "Requests ahead of the rate that are let in; the next one is turned away.",
    presets: [{ label: "nginx default", value: 0, source: "nginx docs, ngx_http_limit_req_module, burst" }],
  }),
  delayAfter: quantity({
    title: "Delay after",
    unit: "requests",
    default: 0,
    min: 0,
    max: 10_000_000,
    live: true,
    help: "So many of the burst go on at once, the others leave at the rate; as large as the burst, none is delayed.",
    presets: [{ label: "nginx default", value: 0, source: "nginx docs, ngx_http_limit_req_module, delay" }],
  }),
});

export const leakyBucket = defineLimiter({
  id: "leaky-bucket",
  title: "Leaky bucket",
  docs: {
    summary: "Requests ahead of the rate wait until it has caught up; those that the bucket cannot hold are turned away.",
    models: ["nginx's limit_req: burst, delay and nodelay", "Requests that leave evenly at the rate while the bucket is in use"],
    ignores: ["nginx's clock of whole milliseconds and its rates of whole thousandths"],
    sources: ["nginx docs, ngx_http_limit_req_module", "nginx 1.22 source, ngx_http_limit_req_module.c"],
  },
  schema: leakyBucketSchema,
  behaviour: async () => (await import("./simulate")).bindLeakyBucket,
});
