import * as z from "zod";
import { SCALE } from "../../../engine/scaling";
import { GRACEFUL_STOP } from "../../../engine/stop-conditions";
import { autoscaling, mostReplicas, scalingFigures, scalingGauges, scalingReadout } from "../../autoscaling/config";
import type { KindDefinition } from "../../define";
import { duration } from "../../distributions/registry";
import { choice, described, quantity, toggle } from "../../fields";
import { mapStepCallees, steps } from "./steps";

const sheddingRule = z.strictObject({
  inside: quantity({ title: "From", unit: "requests", default: 20, min: 0, max: 10_000_000, integer: true, live: true }),
  priority: quantity({ title: "Least priority", default: 1, min: 1, max: 9, integer: true, live: true }),
});

const codelSources = (value: number) => [
  { label: "RFC 8289", value, source: "RFC 8289, sections 4.3 and 4.4" },
  { label: "Facebook", value, source: "B. Maurer, Fail at Scale, ACM Queue, 2015" },
];

/** Where requests wait for a slot. */
const limited = { work: ["slots", "sharing"] };
const controlled = { ...limited, codel: ["rfc8289", "facebook"] };

export const serverConfig = z.strictObject({
  replicas: quantity({ title: "Replicas", default: 2, min: 1, max: 1000, integer: true }),
  work: choice({
    title: "Works",
    options: { slots: "In slots, each at full speed", sharing: "In slots that share cores", infinite: "On all at once" },
    default: "slots",
    help: "Slots: a pool of threads or processes. Cores shared evenly: work that computes. All at once: a pure delay.",
  }),
  slots: quantity({
    title: "Slots per replica",
    default: 8,
    min: 1,
    max: 100_000,
    integer: true,
    live: true,
    help: "Requests in work at once: threads or workers.",
    onlyWith: limited,
  }),
  cores: quantity({
    title: "Cores per replica",
    default: 2,
    min: 0.05,
    max: 1024,
    live: true,
    help: "Shared evenly by all requests in work; none gets more than one.",
    onlyWith: { work: ["sharing"] },
  }),
  heapRequests: quantity({
    title: "Heap full at",
    unit: "requests",
    default: 0,
    min: 0,
    max: 10_000_000,
    integer: true,
    live: true,
    help: "In work per replica. The collector's work grows with what is live over what is free; 0: memory costs nothing.",
    onlyWith: { work: ["sharing"] },
  }),
  collectorRatio: quantity({
    title: "Collector, half full",
    default: 0.1,
    min: 0,
    max: 100,
    live: true,
    help: "Its work per work while half of the heap is live.",
    onlyWith: { work: ["sharing"] },
  }),
  serviceTime: duration({ title: "Service time", default: { type: "lognormal", meanMs: 20, cv: 0.8 }, live: true }),
  serviceFrom: choice({
    title: "Service time is",
    options: { distribution: "Drawn, as above", recording: "As recorded" },
    default: "distribution",
    live: true,
    help: "As recorded: what the recording says that the request needs, and drawn where it says nothing.",
  }),
  queueLimit: quantity({
    title: "Queue limit",
    unit: "requests",
    default: 64,
    min: 0,
    max: 10_000_000,
    integer: true,
    live: true,
    help: "Per replica; beyond it requests are rejected.",
    onlyWith: limited,
  }),
  discipline: choice({
    title: "Queue order",
    options: { fifo: "First in, first out", lifo: "Last in, first out", "adaptive-lifo": "Adaptive LIFO", priority: "By priority" },
    default: "fifo",
    live: true,
    help: "Adaptive: last in, first out while the queue is long. By priority: of the operation, without interrupting work.",
    onlyWith: limited,
  }),
  lifoAbove: quantity({
    title: "LIFO above",
    unit: "requests",
    default: 8,
    min: 0,
    max: 10_000_000,
    integer: true,
    live: true,
    help: "More than so many waiting: the last comes first.",
    onlyWith: { ...limited, discipline: ["adaptive-lifo"] },
  }),
  queueTimeoutMs: quantity({
    title: "Longest wait",
    unit: "ms",
    default: 0,
    min: 0,
    max: 3_600_000,
    live: true,
    help: "Rejected after waiting so long; 0 sets no limit.",
    onlyWith: limited,
  }),
  queueTimeoutSpread: choice({
    title: "Longest wait is",
    options: { constant: "The same for all", exponential: "Exponential: users lose patience" },
    default: "constant",
    live: true,
    help: "Exponential: with the longest wait as its mean, as in Erlang A.",
    onlyWith: limited,
  }),
  codel: choice({
    title: "Controlled delay",
    options: { off: "Off", rfc8289: "CoDel, RFC 8289", facebook: "CoDel, Facebook's variant" },
    default: "off",
    live: true,
    help: "RFC 8289 rejects at the head, ever more often while waits stay long. Facebook's limits each wait: to the target while the queue has not been empty for an interval, else to the interval.",
    onlyWith: limited,
  }),
  codelTargetMs: quantity({
    title: "Target wait",
    unit: "ms",
    default: 5,
    above: 0,
    max: 3_600_000,
    live: true,
    presets: codelSources(5),
    onlyWith: controlled,
  }),
  codelIntervalMs: quantity({
    title: "Interval",
    unit: "ms",
    default: 100,
    above: 0,
    max: 3_600_000,
    live: true,
    presets: codelSources(100),
    onlyWith: controlled,
  }),
  shedding: described(z.array(sheddingRule).max(9).default([]), {
    title: "Load shedding",
    live: true,
    help: "From so many requests at a replica on, at work and waiting, those of lower priority are rejected.",
    onlyWith: limited,
  }),
  blocking: toggle({
    title: "Hold the slot during calls",
    default: true,
    live: true,
    help: "A thread per request waits for its calls; an event loop does not.",
    onlyWith: limited,
  }),
  steps,
  calls: choice({
    title: "Calls",
    options: { sequence: "One after another", parallel: "All at once" },
    default: "sequence",
    live: true,
    onlyWith: { steps: [""] },
  }),
  warmUpMs: quantity({
    title: "Warm-up",
    unit: "ms",
    default: 0,
    min: 0,
    max: 3_600_000,
    live: true,
    help: "After a restart, speed climbs to full in this time; 0: at once.",
  }),
  coldSpeedRatio: quantity({
    title: "Cold speed",
    default: 0.1,
    min: 0.01,
    max: 1,
    live: true,
    help: "Share of full speed right after a restart, where there is a warm-up.",
  }),
  autoscaling,
});
export type ServerConfig = z.infer<typeof serverConfig>;

export const server: KindDefinition = {
  id: "server",
  title: "Server",
  family: "compute",
  icon: ["M4 5h16v6H4z", "M4 13h16v6H4z", "M8 8h.01", "M8 16h.01"],
  docs: {
    summary: "Replicas that work on requests and call others: in slots, sharing cores, or on all at once.",
    models: [
      "Slots each at full speed, egalitarian processor sharing over cores, or no limit at all",
      "Where cores are shared, a collector that takes its part of them: work that grows with the live share of the heap",
      "A queue per replica with a limit: first in first out, last in first out, adaptive LIFO, or by priority",
      "CoDel, a longest wait, and load shedding by the priority of operations",
      "Service times drawn, or as a client's recording gives them per request",
      "Steps of each request: work, calls in turn or at once (waiting for all, the first or some successes), publishing, an early reply; each for a share of requests or for some operations",
      "Slots held or freed while waiting for calls",
      "A crash loses the work in progress; callers see a reset",
      "After a restart speed climbs to full in a straight line",
      "Without a balancer in front, callers choose a replica at random, as kube-proxy does",
      "Autoscaling by utilisation, requests in flight or queue length: the Horizontal Pod Autoscaler's formula, tolerance, stabilisation and limits; new replicas boot, those taken away drain",
    ],
    simplifies: [
      "A request that replies early counts as at the node until its last step is done",
      "Work in slots keeps the slowdown that it began with; work that shares cores feels a slowdown at once",
      "Utilisation is that of slots, or of cores where they are shared; without a limit there is none",
    ],
    ignores: ["Preemption by priority", "The cost of switching between requests", "Memory of requests that wait; pauses are a fault"],
    sources: [
      "M. Harchol-Balter, Performance Modeling and Design of Computer Systems, chapters 14 and 22",
      "RFC 8289, Controlled Delay Active Queue Management",
      "A. Appel, Garbage Collection Can Be Faster Than Stack Allocation, Information Processing Letters 25(4), 1987: the cost of tracing",
      "B. Maurer, Fail at Scale, ACM Queue, 2015",
      "HHVM, job queue: FIFO below a length, LIFO above it",
      "Google SRE book, chapter 21, Handling Overload: criticality",
      "Kubernetes docs, Horizontal Pod Autoscaling",
    ],
  },
  config: serverConfig,
  ports: { incoming: true, outgoing: "many", callerPolicies: true },
  linkFields: () => ["callRatio", "operations"],
  mapCallees: mapStepCallees,
  spreads: true,
  replicas: (config: ServerConfig) => mostReplicas(config.replicas, config.autoscaling),
  bar: "utilisationRatio",
  readouts: [
    { label: "util", metric: "utilisationRatio", format: "ratio" },
    { label: "queue", metric: "queued", format: "count" },
  ],
  otherReadout: (config: ServerConfig) => (config.autoscaling === undefined ? undefined : scalingReadout(0)),
  heeds: [GRACEFUL_STOP, SCALE, "cpu-stress"],
  behaviour: async () => (await import("./simulate")).simulateServer,
  gauges: scalingGauges,
  figures: [
    ...scalingFigures,
    { id: "shed", title: "Shed by priority", unit: "requests" },
    { id: "waitedTooLong", title: "Rejected after the longest wait", unit: "requests" },
    { id: "codelRejected", title: "Rejected by CoDel", unit: "requests" },
  ],
};
