import * as z from "zod";
import { balancerChoice } from "../../balancers/registry";
import { choice, described, quantity, toggle } from "../../fields";
import { healthCheck, outlierDetection, passiveCheck, perHost, slowStart } from "./host-fields";

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
      help: "Where weights are equal: how many hosts are drawn, of which the least busy is taken.",
      onlyWith: { algorithm: ["least-request"] },
      presets: [{ label: "Envoy default", value: 2, source: "Envoy docs, LeastRequest, choice_count" }],
    }),
    activeRequestBias: quantity({
      title: "Active request bias",
      default: 1,
      min: 0,
      max: 10,
      live: true,
      help: "Where weights differ: weight / (requests + 1)^bias.",
      onlyWith: { algorithm: ["least-request"] },
      presets: [{ label: "Envoy default", value: 1, source: "Envoy docs, LeastRequestLbConfig, active_request_bias" }],
    }),
    decayMs: quantity({
      title: "Decay time",
      unit: "ms",
      default: 10_000,
      min: 1,
      max: 3_600_000,
      live: true,
      help: "How fast old latencies are forgotten.",
      onlyWith: { algorithm: ["peak-ewma"] },
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
      onlyAbove: { overheadMs: 0 },
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
      onlyAbove: { sameHostRetries: 0 },
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
