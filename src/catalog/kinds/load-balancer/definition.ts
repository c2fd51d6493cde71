import * as z from "zod";
import { balancerChoice, balancerOf } from "../../balancers/registry";
import type { KindDefinition } from "../../define";
import { described, quantity, toggle } from "../../fields";
import { simulateLoadBalancer } from "./simulate";

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

export const loadBalancerConfig = z.strictObject({
  algorithm: balancerChoice,
  overheadMs: quantity({ title: "Overhead", unit: "ms", default: 0, min: 0, max: 60_000, live: true, help: "Time the balancer itself takes for each request." }),
  healthCheck: described(
    healthCheck.default({ enabled: true, intervalMs: 2000, timeoutMs: 1000, fall: 3, rise: 2 }),
    { title: "Health checks", help: "Traffic keeps flowing to a dead host until a check notices." },
  ),
  redispatches: quantity({
    title: "Redispatch",
    unit: "times",
    default: 0,
    min: 0,
    max: 20,
    integer: true,
    live: true,
    help: "Tries on another host after a refused connection.",
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
      "Redispatch to another host when a connection is refused",
    ],
    ignores: ["Its own capacity", "Checks compete for no slot of the target"],
    sources: ["HAProxy configuration manual, sections 4 and 5", "Kubernetes docs, liveness and readiness probes"],
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
  simulate: simulateLoadBalancer,
  gauges: [
    { id: "healthyTargets", title: "Targets in rotation", unit: "replicas" },
    { id: "targets", title: "Targets", unit: "replicas" },
  ],
};
