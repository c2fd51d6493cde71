import * as z from "zod";
import { GRACEFUL_STOP } from "../../../engine/stop-conditions";
import { balancerChoice, balancerOf, balancers } from "../../balancers/registry";
import { leaningOn } from "../../behaviours";
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

const outlierDetection = z.strictObject({
  consecutiveFailures: quantity({
    title: "Failures in a row",
    unit: "times",
    default: 0,
    min: 0,
    max: 1000,
    integer: true,
    live: true,
    help: "Error answers count too; 0 never ejects.",
    presets: [{ label: "Envoy default", value: 5, source: "Envoy docs, outlier detection, consecutive_5xx" }],
  }),
  intervalMs: quantity({
    title: "Look every",
    unit: "ms",
    default: 10_000,
    min: 1,
    max: 3_600_000,
    live: true,
    help: "Ejected hosts return only then.",
    presets: [{ label: "Envoy default", value: 10_000, source: "Envoy docs, outlier detection, interval" }],
  }),
  baseEjectionMs: quantity({
    title: "Eject for",
    unit: "ms",
    default: 30_000,
    min: 1,
    max: 3_600_000,
    live: true,
    help: "Times the ejections in a row.",
    presets: [{ label: "Envoy default", value: 30_000, source: "Envoy docs, outlier detection, base_ejection_time" }],
  }),
  maxEjectionMs: quantity({
    title: "At most for",
    unit: "ms",
    default: 300_000,
    min: 1,
    max: 36_000_000,
    live: true,
    presets: [{ label: "Envoy default", value: 300_000, source: "Envoy docs, outlier detection, max_ejection_time" }],
  }),
  maxEjectedRatio: quantity({
    title: "Of the hosts at most",
    default: 0.1,
    min: 0,
    max: 1,
    live: true,
    help: "One may always be ejected.",
    presets: [{ label: "Envoy default", value: 0.1, source: "Envoy docs, outlier detection, max_ejection_percent" }],
  }),
});

const slowStart = z.strictObject({
  windowMs: quantity({
    title: "Window",
    unit: "ms",
    default: 0,
    min: 0,
    max: 3_600_000,
    live: true,
    help: "A host that comes back gets its full weight after this long; 0 at once.",
  }),
  aggression: quantity({
    title: "Aggression",
    default: 1,
    min: 0.1,
    max: 100,
    live: true,
    help: "1 grows evenly, more grows faster at first.",
    presets: [{ label: "Envoy default", value: 1, source: "Envoy docs, slow start, aggression" }],
  }),
  minWeightRatio: quantity({
    title: "Least weight",
    default: 0.1,
    min: 0,
    max: 1,
    live: true,
    presets: [{ label: "Envoy default", value: 0.1, source: "Envoy docs, slow start, min_weight_percent" }],
  }),
});

const perHost = z.strictObject({
  maxRequests: quantity({
    title: "Requests in progress",
    unit: "requests",
    default: 0,
    min: 0,
    max: 1_000_000,
    integer: true,
    live: true,
    help: "HAProxy's maxconn of a server; 0 is unlimited. Beyond it requests wait for any host, or for theirs where the algorithm sticks to it.",
  }),
  queueLimit: quantity({
    title: "Queue limit",
    unit: "requests",
    default: 10_000,
    min: 0,
    max: 10_000_000,
    integer: true,
    live: true,
    help: "All hosts together; beyond it requests are rejected.",
    presets: [{ label: "nginx", value: 0, source: "nginx docs, max_conns; its queue is commercial" }],
  }),
  queueTimeoutMs: quantity({
    title: "Queue timeout",
    unit: "ms",
    default: 5000,
    min: 0,
    max: 3_600_000,
    live: true,
    help: "Then there was no host; 0 waits for ever. HAProxy takes its connect timeout if none is set.",
  }),
});

// Of the presets: what is off in most of them.
const NO_CHECKS = { enabled: false, intervalMs: 2000, timeoutMs: 1000, fall: 3, rise: 2 };
const NO_OUTLIERS = { consecutiveFailures: 0, intervalMs: 10_000, baseEjectionMs: 30_000, maxEjectionMs: 300_000, maxEjectedRatio: 0.1 };
const NOT_PASSIVE = { passiveCheck: { maxFails: 0, failTimeoutMs: 10_000 }, outlierDetection: NO_OUTLIERS };
const CALM = { panicThresholdRatio: 0, overprovisioningFactor: 1.4 };

export const loadBalancerConfig = z
  .strictObject({
    algorithm: balancerChoice,
    choiceCount: quantity({
      title: "Choice count",
      unit: "hosts",
      default: 2,
      min: 2,
      max: 100,
      integer: true,
      help: "Of least request, where weights are equal: how many hosts are drawn, of which the least busy is taken.",
      presets: [{ label: "Envoy default", value: 2, source: "Envoy docs, LeastRequest, choice_count" }],
    }),
    activeRequestBias: quantity({
      title: "Active request bias",
      default: 1,
      min: 0,
      max: 10,
      live: true,
      help: "Of least request, where weights differ: weight / (requests + 1)^bias.",
      presets: [{ label: "Envoy default", value: 1, source: "Envoy docs, LeastRequestLbConfig, active_request_bias" }],
    }),
    decayMs: quantity({
      title: "Decay time",
      unit: "ms",
      default: 10_000,
      min: 1,
      max: 3_600_000,
      live: true,
      help: "Of peak EWMA: how fast old latencies are forgotten.",
      presets: [{ label: "Finagle default", value: 10_000, source: "Finagle source, Balancers.p2cPeakEwma, decayTime" }],
    }),
    overheadMs: quantity({
      title: "Overhead",
      unit: "ms",
      default: 0,
      min: 0,
      max: 60_000,
      live: true,
      help: "Time the balancer itself takes for each request.",
    }),
    threads: quantity({
      title: "Threads",
      default: 0,
      min: 0,
      max: 10_000,
      integer: true,
      help: "Requests whose overhead is worked off at once; 0 is unlimited.",
    }),
    maxInProgress: quantity({
      title: "Requests in progress at most",
      unit: "requests",
      default: 0,
      min: 0,
      max: 10_000_000,
      integer: true,
      live: true,
      help: "HAProxy's maxconn; others wait outside. 0 is unlimited.",
    }),
    perHost: described(perHost.prefault({}), { title: "At one host" }),
    healthCheck: described(healthCheck.default({ enabled: true, intervalMs: 2000, timeoutMs: 1000, fall: 3, rise: 2 }), {
      title: "Health checks",
      help: "Traffic keeps flowing to a dead host until a check notices.",
    }),
    passiveCheck: described(passiveCheck.default({ maxFails: 0, failTimeoutMs: 10_000 }), {
      title: "Passive checks",
      help: "What the requests themselves tell of a host.",
    }),
    outlierDetection: described(outlierDetection.prefault({}), {
      title: "Outlier detection",
      help: "Hosts that keep failing are ejected for a while.",
    }),
    panicThresholdRatio: quantity({
      title: "Panic below",
      default: 0,
      min: 0,
      max: 1,
      live: true,
      help: "With a smaller share of healthy hosts all of them receive; 0 never panics.",
      presets: [{ label: "Envoy default", value: 0.5, source: "Envoy docs, panic threshold" }],
    }),
    overprovisioningFactor: quantity({
      title: "Overprovisioning",
      default: 1.4,
      min: 1,
      max: 100,
      live: true,
      help: "A priority level passes requests on once its healthy share times this is below 1.",
      presets: [{ label: "Envoy default", value: 1.4, source: "Envoy docs, overprovisioning factor" }],
    }),
    ownZoneFirst: toggle({
      title: "Own zone first",
      default: false,
      live: true,
      help: "Hosts over the border of a zone come a priority level later.",
    }),
    slowStart: described(slowStart.prefault({}), { title: "Slow start", help: "For algorithms that weigh hosts anew with every request." }),
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
      presets: [
        { label: "HAProxy default", value: 3, source: "HAProxy configuration manual, retries" },
        {
          label: "HAProxy, option redispatch",
          value: 2,
          source: "HAProxy configuration manual, option redispatch: the last retry goes elsewhere",
        },
      ],
    }),
    retryPauseMs: quantity({
      title: "Pause before each",
      unit: "ms",
      default: 1000,
      min: 0,
      max: 60_000,
      live: true,
      presets: [
        {
          label: "HAProxy turn-around",
          value: 1000,
          source: "HAProxy configuration manual, retries: the lower of timeout connect and 1 s",
        },
      ],
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
      presets: [
        {
          label: "HAProxy, option redispatch",
          value: 1,
          source: "HAProxy configuration manual, option redispatch: the last retry goes elsewhere",
        },
        { label: "HAProxy, option redispatch 1", value: 3, source: "HAProxy configuration manual, option redispatch: every retry" },
      ],
    }),
  })
  .meta({
    presets: [
      {
        label: "HAProxy, checks and redispatch",
        value: {
          algorithm: "round-robin",
          healthCheck: { enabled: true, intervalMs: 2000, timeoutMs: 2000, fall: 3, rise: 2 },
          ...NOT_PASSIVE,
          ...CALM,
          retryOn: "refused",
          sameHostRetries: 2,
          retryPauseMs: 1000,
          redispatches: 1,
        },
        source: "HAProxy configuration manual: balance, check, retries 3, option redispatch",
      },
      {
        label: "nginx default",
        value: {
          algorithm: "weighted",
          healthCheck: NO_CHECKS,
          passiveCheck: { maxFails: 1, failTimeoutMs: 10_000 },
          outlierDetection: NO_OUTLIERS,
          ...CALM,
          retryOn: "late",
          sameHostRetries: 0,
          redispatches: 20,
        },
        source: "nginx docs, ngx_http_upstream_module, proxy_next_upstream: every host once",
      },
      {
        label: "Envoy with outlier detection",
        value: {
          algorithm: "weighted",
          healthCheck: NO_CHECKS,
          passiveCheck: { maxFails: 0, failTimeoutMs: 10_000 },
          outlierDetection: { ...NO_OUTLIERS, consecutiveFailures: 5 },
          panicThresholdRatio: 0.5,
          overprovisioningFactor: 1.4,
          retryOn: "refused",
          sameHostRetries: 0,
          redispatches: 0,
        },
        source: "Envoy docs, load balancing and outlier detection; retries are the caller's policy",
      },
      {
        label: "Kubernetes Service",
        value: {
          algorithm: "random",
          healthCheck: { enabled: true, intervalMs: 10_000, timeoutMs: 1000, fall: 3, rise: 1 },
          ...NOT_PASSIVE,
          ...CALM,
          retryOn: "refused",
          sameHostRetries: 0,
          redispatches: 0,
        },
        source: "Kubernetes docs, Services (iptables mode) and readiness probes",
      },
    ],
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
