import * as z from "zod";
import { GRACEFUL_STOP } from "../../../engine/stop-conditions";
import { balancerChoice, balancerOf } from "../../balancers/registry";
import type { KindDefinition } from "../../define";
import { choice, described, quantity, toggle } from "../../fields";

const healthCheck = z.strictObject({
  enabled: toggle({ title: "Active checks", default: true, live: true }),
  intervalMs: quantity({
    title: "Interval",
    unit: "ms",
    default: 2000,
    min: 10,
    max: 3_600_000,
    live: true,
    presets: [
      { label: "HAProxy default", value: 2000, source: "HAProxy configuration manual, inter" },
      { label: "Kubernetes default", value: 10_000, source: "Kubernetes docs, probe periodSeconds" },
    ],
  }),
  timeoutMs: quantity({
    title: "Timeout",
    unit: "ms",
    default: 1000,
    min: 1,
    max: 3_600_000,
    live: true,
    presets: [{ label: "Kubernetes default", value: 1000, source: "Kubernetes docs, probe timeoutSeconds" }],
  }),
  fall: quantity({
    title: "Fall",
    unit: "checks",
    default: 3,
    min: 1,
    max: 100,
    integer: true,
    live: true,
    help: "Failed checks in a row before a host stops receiving.",
    presets: [{ label: "HAProxy default", value: 3, source: "HAProxy configuration manual, fall" }],
  }),
  rise: quantity({
    title: "Rise",
    unit: "checks",
    default: 2,
    min: 1,
    max: 100,
    integer: true,
    live: true,
    help: "Passed checks in a row before it receives again.",
    presets: [
      { label: "HAProxy default", value: 2, source: "HAProxy configuration manual, rise" },
      { label: "Kubernetes default", value: 1, source: "Kubernetes docs, probe successThreshold" },
    ],
  }),
});

const passiveCheck = z.strictObject({
  maxFails: quantity({
    title: "Failures",
    unit: "times",
    default: 0,
    min: 0,
    max: 1000,
    integer: true,
    live: true,
    help: "Refused, broken or timed out requests that take a host out; 0 never does.",
    presets: [{ label: "nginx default", value: 1, source: "nginx docs, ngx_http_upstream_module, max_fails" }],
  }),
  failTimeoutMs: quantity({
    title: "For",
    unit: "ms",
    default: 10_000,
    min: 1,
    max: 3_600_000,
    live: true,
    help: "Failures this close together count, and for this long the host is out; then one request tries it.",
    presets: [{ label: "nginx default", value: 10_000, source: "nginx docs, ngx_http_upstream_module, fail_timeout" }],
  }),
});

export const loadBalancerConfig = z.strictObject({
  algorithm: balancerChoice,
  overheadMs: quantity({ title: "Overhead", unit: "ms", default: 0, min: 0, max: 60_000, live: true, help: "Time the balancer itself takes for each request." }),
  healthCheck: described(
    healthCheck.default({ enabled: true, intervalMs: 2000, timeoutMs: 1000, fall: 3, rise: 2 }),
    { title: "Health checks", help: "Traffic keeps flowing to a dead host until a check notices." },
  ),
  passiveCheck: described(passiveCheck.default({ maxFails: 0, failTimeoutMs: 10_000 }), {
    title: "Passive checks",
    help: "What the requests themselves tell of a host.",
  }),
  retryOn: choice({
    title: "Try again when",
    options: {
      refused: "Connection refused",
      broken: "Refused or broken",
      late: "Refused, broken or timed out",
    },
    default: "refused",
    live: true,
    help: "A request that a host may already have worked on is tried again only if it reads.",
    presets: [
      { label: "HAProxy default", value: "refused", source: "HAProxy configuration manual, retry-on conn-failure" },
      { label: "nginx default", value: "late", source: "nginx docs, proxy_next_upstream error timeout" },
    ],
  }),
  sameHostRetries: quantity({
    title: "Retries on the same host",
    unit: "times",
    default: 0,
    min: 0,
    max: 20,
    integer: true,
    live: true,
    help: "They come first.",
    presets: [{ label: "HAProxy without redispatch", value: 3, source: "HAProxy configuration manual, retries" }],
  }),
  retryPauseMs: quantity({
    title: "Pause before each",
    unit: "ms",
    default: 1000,
    min: 0,
    max: 60_000,
    live: true,
    presets: [{ label: "HAProxy turn-around", value: 1000, source: "HAProxy configuration manual, retries: the lower of timeout connect and 1 s" }],
  }),
  redispatches: quantity({
    title: "Redispatch",
    unit: "times",
    default: 0,
    min: 0,
    max: 20,
    integer: true,
    live: true,
    help: "Tries on another host than the one that failed, at once.",
    presets: [{ label: "HAProxy default", value: 3, source: "HAProxy configuration manual, retries" }],
  }),
});
export type LoadBalancerConfig = z.infer<typeof loadBalancerConfig>;

export const loadBalancer: KindDefinition = {
  id: "load-balancer",
  title: "Load balancer",
  family: "network",
  icon: ["M4 12h5", "M9 12l5-6h6", "M9 12h11", "M9 12l5 6h6"],
  docs: {
    summary: "Spreads requests over the replicas behind its outgoing links.",
    models: [
      "One target per replica of every node it links to",
      "Active health checks: interval, timeout, fall and rise",
      "Passive checks: failures in a row take a host out for a while, then one request tries it",
      "Retries on the same host after a pause, then redispatch to others at once; by what went wrong, and reads only where work may have begun",
    ],
    ignores: ["Its own capacity", "Checks compete for no slot of the target"],
    sources: [
      "HAProxy configuration manual, sections 4 and 5",
      "nginx docs, ngx_http_upstream_module and proxy_next_upstream",
      "Kubernetes docs, liveness and readiness probes",
    ],
  },
  config: loadBalancerConfig,
  ports: { incoming: true, outgoing: "many", callerPolicies: true },
  linkFields: (config: LoadBalancerConfig) => (balancerOf(config.algorithm).weighs === true ? ["weight"] : []),
  replicas: () => 1,
  subtitle: (config: LoadBalancerConfig) => balancerOf(config.algorithm).title,
  readouts: [
    { label: "rate", metric: "arrivalsPerSecond", format: "perSecond" },
    { label: "up", metric: "gauge0", format: "countOf", of: "gauge1" },
  ],
  heeds: [GRACEFUL_STOP],
  behaviour: async () => (await import("./simulate")).simulateLoadBalancer,
  gauges: [
    { id: "healthyTargets", title: "Targets in rotation", unit: "replicas" },
    { id: "targets", title: "Targets", unit: "replicas" },
  ],
};
