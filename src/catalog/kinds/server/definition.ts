import * as z from "zod";
import { GRACEFUL_STOP } from "../../../engine/stop-conditions";
import { autoscaling, mostReplicas, scalingFigures, scalingGauges, scalingReadout } from "../../autoscaling/config";
import type { KindDefinition } from "../../define";
import { duration } from "../../distributions/registry";
import { choice, quantity, toggle } from "../../fields";

export const serverConfig = z.strictObject({
  replicas: quantity({ title: "Replicas", default: 2, min: 1, max: 1000, integer: true }),
  slots: quantity({ title: "Slots per replica", default: 8, min: 1, max: 100_000, integer: true, live: true, help: "Requests in work at once: threads or workers." }),
  serviceTime: duration({ title: "Service time", default: { type: "lognormal", meanMs: 20, cv: 0.8 }, live: true }),
  serviceFrom: choice({
    title: "Service time is",
    options: { distribution: "Drawn, as above", recording: "As recorded" },
    default: "distribution",
    live: true,
    help: "As recorded: what the recording says that the request needs, and drawn where it says nothing.",
  }),
  queueLimit: quantity({ title: "Queue limit", unit: "requests", default: 64, min: 0, max: 10_000_000, integer: true, live: true, help: "Per replica; beyond it requests are rejected." }),
  discipline: choice({
    title: "Queue order",
    options: { fifo: "First in, first out", lifo: "Last in, first out" },
    default: "fifo",
    live: true,
  }),
  blocking: toggle({ title: "Hold the slot during calls", default: true, live: true, help: "A thread per request waits for its calls; an event loop does not." }),
  calls: choice({
    title: "Calls",
    options: { sequence: "One after another", parallel: "All at once" },
    default: "sequence",
    live: true,
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
    summary: "Replicas with a fixed number of slots and a queue: work, then call each outgoing link, then reply.",
    models: [
      "A queue per replica with a limit, first or last in first out",
      "Service times drawn, or as a client's recording gives them per request",
      "Slots held or freed while waiting for calls",
      "A crash loses the work in progress; callers see a reset",
      "Without a balancer in front, callers choose a replica at random, as kube-proxy does",
      "Autoscaling by utilisation, requests in flight or queue length: the Horizontal Pod Autoscaler's formula, tolerance, stabilisation and limits; new replicas boot, those taken away drain",
    ],
    ignores: ["Processor sharing between slots", "Memory"],
    sources: [
      "M. Harchol-Balter, Performance Modeling and Design of Computer Systems, chapter 14",
      "Kubernetes docs, Horizontal Pod Autoscaling",
    ],
  },
  config: serverConfig,
  ports: { incoming: true, outgoing: "many", callerPolicies: true },
  linkFields: () => ["callRatio"],
  replicas: (config: ServerConfig) => mostReplicas(config.replicas, config.autoscaling),
  bar: "utilisationRatio",
  readouts: [
    { label: "util", metric: "utilisationRatio", format: "ratio" },
    { label: "queue", metric: "queued", format: "count" },
  ],
  moreReadout: (config: ServerConfig) => (config.autoscaling === undefined ? undefined : scalingReadout(0)),
  heeds: [GRACEFUL_STOP],
  behaviour: async () => (await import("./simulate")).simulateServer,
  gauges: scalingGauges,
  figures: scalingFigures,
};
