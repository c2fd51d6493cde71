import * as z from "zod";
import { GRACEFUL_STOP } from "../../../engine/stop-conditions";
import { leaningOn } from "../../behaviours";
import type { KindDefinition } from "../../define";
import { duration } from "../../distributions/registry";
import { choice, described, quantity, toggle } from "../../fields";
import { limiterField, limiters } from "../../limiters/registry";

const authentication = z.strictObject({
  time: duration({
    title: "Time",
    default: { type: "constant", valueMs: 0 },
    live: true,
    help: "Work to find out who asks: a signature, or a look-up.",
  }),
  cacheTtlMs: quantity({
    title: "Remember for",
    unit: "ms",
    default: 0,
    min: 0,
    max: 3_600_000,
    live: true,
    help: "Who was found out is not asked again for so long, by key; 0 asks every time.",
    presets: [{ label: "AWS API Gateway default", value: 300_000, source: "Amazon API Gateway docs, authorizerResultTtlInSeconds" }],
  }),
});

export const apiGatewayConfig = z.strictObject({
  replicas: quantity({ title: "Replicas", default: 1, min: 1, max: 1000, integer: true }),
  slots: quantity({
    title: "Slots per replica",
    default: 64,
    min: 1,
    max: 100_000,
    integer: true,
    live: true,
    help: "Requests it works on at once; those it has passed on hold none.",
  }),
  queueLimit: quantity({
    title: "Queue limit",
    unit: "requests",
    default: 1024,
    min: 0,
    max: 10_000_000,
    integer: true,
    live: true,
    help: "Per replica; beyond it requests are rejected.",
  }),
  overhead: duration({
    title: "Overhead",
    default: { type: "constant", valueMs: 1 },
    live: true,
    help: "Work on each request besides authentication.",
  }),
  authentication: described(authentication.prefault({}), { title: "Authentication" }),
  rateLimit: limiterField({ title: "Rate limit", default: { type: "token-bucket", ratePerSecond: 10_000, burst: 5000 } }),
  limitPer: choice({
    title: "Limit",
    options: { all: "All requests together", caller: "Each calling node", key: "Each key" },
    default: "all",
    live: true,
    help: "A key stands for a user or an API key.",
  }),
  sharedCounters: toggle({
    title: "Replicas share counters",
    default: true,
    live: true,
    help: "Otherwise each replica lets the whole rate through.",
  }),
  keysKept: quantity({
    title: "Keys remembered",
    unit: "keys",
    default: 16_000,
    min: 1,
    max: 1_000_000,
    integer: true,
    live: true,
    help: "By the limit of each key and by authentication; the one unused for longest makes room.",
    presets: [{ label: "nginx, 1 MB", value: 16_000, source: "nginx docs, limit_req_zone" }],
  }),
});
export type ApiGatewayConfig = z.infer<typeof apiGatewayConfig>;

export const apiGateway: KindDefinition = {
  id: "api-gateway",
  title: "API gateway",
  family: "network",
  icon: ["M5 4v16", "M19 4v16", "M5 8h14", "M9 14h6", "M13 12l2 2-2 2"],
  docs: {
    summary: "Authenticates requests, limits their rate, and passes each on by its operation.",
    models: [
      "Slots and a queue per replica for its own work; a request that was passed on holds none",
      "Authentication that is remembered by key for a while",
      "A rate limit over all requests, per calling node or per key, with counters shared or not; those over it fail as rate limited",
      "Each operation goes to the first link that names it, else to the first that names none; else it is an error, as a 404 is",
    ],
    simplifies: [
      "Denied requests have cost the same work as others: limits come after authentication, as in Kong",
      "What authentication remembers is shared by all replicas",
    ],
    ignores: ["Transformations, caching and retries: its links' policies retry"],
    sources: [
      "Amazon API Gateway docs: throttling, Lambda authorizers",
      "Kong docs: Rate Limiting, plugin priorities",
      "nginx docs, ngx_http_limit_req_module",
    ],
  },
  config: apiGatewayConfig,
  ports: { incoming: true, outgoing: "many", callerPolicies: true },
  linkFields: () => ["operations"],
  spreads: true,
  replicas: (config: ApiGatewayConfig) => config.replicas,
  bar: "utilisationRatio",
  readouts: [
    { label: "rate", metric: "arrivalsPerSecond", format: "perSecond" },
    { label: "limited", metric: "gauge0", format: "perSecond" },
  ],
  heeds: [GRACEFUL_STOP, "cpu-stress"],
  behaviour: () => leaningOn(limiters, async () => (await import("./simulate")).simulateApiGateway),
  gauges: [{ id: "limitedPerSecond", title: "Rate limited in the last full second", unit: "/s" }],
  figures: [
    { id: "rateLimited", title: "Rate limited", unit: "requests" },
    { id: "authentications", title: "Authentications", unit: "times", help: "Those that were worked on rather than remembered." },
  ],
};
