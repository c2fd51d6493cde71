import { GRACEFUL_STOP } from "../../../engine/stop-conditions";
import { balancerOf, balancers } from "../../balancers/registry";
import { leaningOn } from "../../behaviours";
import type { KindDefinition } from "../../define";
import { type LoadBalancerConfig, loadBalancerConfig } from "./config";

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
      "Outlier detection: failures in a row eject a host, longer each time",
      "Priority levels that overflow by their healthy share, panic, and a slow start for hosts that come back",
      "Limits on requests in progress, its own and each host's, with a queue and its timeout",
      "Retries on the same host after a pause, then redispatch to others at once; by what went wrong, and reads only where work may have begun",
    ],
    simplifies: [
      "Envoy's shares of the levels are exact, not whole percentages",
      "Own zone first is one more priority level, as Istio's locality failover is",
    ],
    ignores: [
      "Checks compete for no slot of the target",
      "Outliers by success rate or failure percentage, and jitter of ejection times",
      "Limits of the backlog in which requests wait outside",
    ],
    sources: [
      "HAProxy configuration manual, sections 4 and 5",
      "nginx docs, ngx_http_upstream_module and proxy_next_upstream",
      "Envoy docs, outlier detection, priority levels, panic threshold and slow start",
      "Istio docs, locality failover",
      "Kubernetes docs, liveness and readiness probes",
    ],
  },
  config: loadBalancerConfig,
  ports: { incoming: true, outgoing: "many", callerPolicies: true },
  linkFields: (config: LoadBalancerConfig) =>
    balancerOf(config.algorithm).weighs === true ? ["weight", "priorityLevel"] : ["priorityLevel"],
  replicas: () => 1,
  subtitle: (config: LoadBalancerConfig) => balancerOf(config.algorithm).title,
  readouts: [
    { label: "rate", metric: "arrivalsPerSecond", format: "perSecond" },
    { label: "up", metric: "gauge0", format: "countOf", of: "gauge1" },
  ],
  heeds: [GRACEFUL_STOP],
  behaviour: () => leaningOn(balancers, async () => (await import("./simulate")).simulateLoadBalancer),
  gauges: [
    { id: "healthyTargets", title: "Targets in rotation", unit: "replicas" },
    { id: "targets", title: "Targets", unit: "replicas" },
    { id: "ejectedTargets", title: "Ejected as outliers", unit: "replicas" },
    { id: "panickingLevels", title: "Priority levels in panic", unit: "levels" },
    { id: "waitingForHost", title: "Waiting for a host", unit: "requests" },
  ],
  figures: [
    { id: "ejections", title: "Ejections", unit: "times", help: "Hosts that outlier detection took out." },
    { id: "redispatches", title: "Redispatches", unit: "times", help: "Requests sent on to another host after a failure." },
  ],
};
