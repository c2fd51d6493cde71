import * as z from "zod";
import type { Readout } from "../define";
import { duration } from "../distributions/registry";
import { described, type FieldPreset, quantity, toggle } from "../fields";

const docs = "Kubernetes docs, Horizontal Pod Autoscaling";
const usual = (value: number, of: string): readonly FieldPreset[] => [{ label: "Kubernetes HPA default", value, source: `${docs}, ${of}` }];

const utilisationMetric = z.strictObject({
  type: z.literal("utilisation"),
  targetRatio: quantity({
    title: "Target",
    default: 0.8,
    above: 0,
    max: 1,
    live: true,
    help: "Busy share of the slots of a replica, averaged since the last look.",
    presets: usual(0.8, "metrics: 80 % CPU where none is given"),
  }),
});
const perReplica = (help: string) =>
  quantity({ title: "Target per replica", unit: "requests", default: 5, above: 0, max: 1_000_000, live: true, help });
const inFlightMetric = z.strictObject({
  type: z.literal("inFlight"),
  target: perReplica("Requests at the node, averaged since the last look, over its replicas."),
});
const queueMetric = z.strictObject({
  type: z.literal("queueLength"),
  target: perReplica("Requests that wait, averaged since the last look, over its replicas."),
});
/** For consumers: what waits for them upstream. */
const lagMetric = z.strictObject({
  type: z.literal("lag"),
  target: quantity({
    title: "Target per replica",
    unit: "messages",
    default: 5,
    above: 0,
    max: 1_000_000,
    live: true,
    help: "Messages that wait for a consumer now, over its replicas.",
    presets: [
      { label: "KEDA, RabbitMQ", value: 20, source: "KEDA docs, RabbitMQ Queue, value" },
      { label: "KEDA, Kafka", value: 10, source: "KEDA docs, Apache Kafka, lagThreshold default" },
    ],
  }),
  toZero: toggle({
    title: "To none when idle",
    default: false,
    live: true,
    help: "With nothing waiting for as long as the cooldown there is no replica at all; the first message brings one back.",
    presets: [{ label: "KEDA default", value: true, source: "KEDA docs, ScaledObject, minReplicaCount 0" }],
  }),
  cooldownMs: quantity({
    title: "Cooldown",
    unit: "ms",
    default: 300_000,
    min: 0,
    max: 3_600_000,
    live: true,
    onlyWith: { toZero: ["true"] },
    presets: [{ label: "KEDA default", value: 300_000, source: "KEDA docs, ScaledObject, cooldownPeriod" }],
  }),
  pollMs: quantity({
    title: "Looks when there is none",
    unit: "ms",
    default: 30_000,
    min: 100,
    max: 3_600_000,
    live: true,
    onlyWith: { toZero: ["true"] },
    help: "So often.",
    presets: [{ label: "KEDA default", value: 30_000, source: "KEDA docs, ScaledObject, pollingInterval" }],
  }),
});

/** The group of fields by which a kind with replicas is scaled, for the metrics that have a meaning there. */
function autoscalingOf<M extends z.ZodType>(metric: M) {
  return z.strictObject({
    minReplicas: quantity({ title: "Fewest replicas", default: 1, min: 1, max: 1000, integer: true, live: true }),
    maxReplicas: quantity({ title: "Most replicas", default: 10, min: 1, max: 1000, integer: true, help: "Never below the fewest." }),
    metric,
    syncMs: quantity({
      title: "Looks every",
      unit: "ms",
      default: 15_000,
      min: 100,
      max: 3_600_000,
      live: true,
      presets: usual(15_000, "sync period"),
    }),
    toleranceRatio: quantity({
      title: "Tolerance",
      default: 0.1,
      min: 0,
      max: 1,
      live: true,
      help: "Nothing changes while the metric is this close to its target.",
      presets: usual(0.1, "tolerance"),
    }),
    bootTime: duration({
      title: "Boot time",
      default: { type: "lognormal", meanMs: 10_000, cv: 0.3 },
      live: true,
      help: "From the start of a replica until it is ready.",
    }),
    upPercent: quantity({
      title: "Up by at most",
      unit: "%",
      default: 100,
      min: 0,
      max: 10_000,
      live: true,
      help: "Of the replicas there were, within the period; or the number below where that is more.",
      presets: usual(100, "scaleUp policies"),
    }),
    upReplicas: quantity({
      title: "or by",
      unit: "replicas",
      default: 4,
      min: 0,
      max: 1000,
      integer: true,
      live: true,
      presets: usual(4, "scaleUp policies"),
    }),
    upPeriodMs: quantity({
      title: "within",
      unit: "ms",
      default: 15_000,
      min: 100,
      max: 1_800_000,
      live: true,
      presets: usual(15_000, "scaleUp policies"),
    }),
    upWindowMs: quantity({
      title: "Up: stabilisation",
      unit: "ms",
      default: 0,
      min: 0,
      max: 3_600_000,
      live: true,
      help: "The lowest recommendation of this time counts.",
      presets: usual(0, "scaleUp stabilizationWindowSeconds"),
    }),
    downPercent: quantity({
      title: "Down by at most",
      unit: "%",
      default: 100,
      min: 0,
      max: 100,
      live: true,
      presets: usual(100, "scaleDown policies"),
    }),
    downPeriodMs: quantity({
      title: "within",
      unit: "ms",
      default: 15_000,
      min: 100,
      max: 1_800_000,
      live: true,
      presets: usual(15_000, "scaleDown policies"),
    }),
    downWindowMs: quantity({
      title: "Down: stabilisation",
      unit: "ms",
      default: 300_000,
      min: 0,
      max: 3_600_000,
      live: true,
      help: "The highest recommendation of this time counts.",
      presets: usual(300_000, "scaleDown stabilizationWindowSeconds"),
    }),
    graceMs: quantity({
      title: "Grace on the way down",
      unit: "ms",
      default: 30_000,
      min: 0,
      max: 3_600_000,
      live: true,
      help: "A replica that is taken away finishes its work; what is not done by then is lost.",
      presets: [{ label: "Kubernetes default", value: 30_000, source: "Kubernetes docs, Pod Lifecycle, terminationGracePeriodSeconds" }],
    }),
  });
}

const metricField = <M extends z.ZodType>(union: M, fallback: object) =>
  described(union.default(fallback as never), {
    title: "Scale by",
    labels: { utilisation: "Utilisation", inFlight: "Requests in flight", queueLength: "Queue length", lag: "Messages waiting" },
  });
const byLoad = z.discriminatedUnion("type", [utilisationMetric, inFlightMetric, queueMetric]);
const byBacklog = z.discriminatedUnion("type", [utilisationMetric, lagMetric]);

const hpa = {
  label: "Kubernetes HPA default",
  value: {
    minReplicas: 1,
    syncMs: 15_000,
    toleranceRatio: 0.1,
    upPercent: 100,
    upReplicas: 4,
    upPeriodMs: 15_000,
    upWindowMs: 0,
    downPercent: 100,
    downPeriodMs: 15_000,
    downWindowMs: 300_000,
    graceMs: 30_000,
    metric: { type: "utilisation", targetRatio: 0.8 },
  },
  source: "Kubernetes docs, Horizontal Pod Autoscaling: default behaviour",
};
const keda = {
  label: "KEDA, RabbitMQ",
  value: { ...hpa.value, maxReplicas: 100, metric: { type: "lag", target: 20, toZero: true, cooldownMs: 300_000, pollMs: 30_000 } },
  source: "KEDA docs, ScaledObject and RabbitMQ Queue",
};

const words = {
  title: "Autoscaling",
  help: "Replicas come and go with the load, as the Horizontal Pod Autoscaler of Kubernetes has it; the replicas above are those it starts with.",
};
/** For what is called. */
export const autoscaling = described(autoscalingOf(metricField(byLoad, { type: "utilisation", targetRatio: 0.8 })).optional(), {
  ...words,
  presets: [hpa],
});
/** For what consumes messages. */
export const consumerAutoscaling = described(autoscalingOf(metricField(byBacklog, { type: "lag", target: 5 })).optional(), {
  ...words,
  presets: [hpa, keda],
});

export type Autoscaling = NonNullable<z.infer<typeof autoscaling> | z.infer<typeof consumerAutoscaling>>;

/** How many replicas there can be at most. */
export function mostReplicas(replicas: number, scaling: Pick<Autoscaling, "minReplicas" | "maxReplicas"> | undefined): number {
  return scaling === undefined ? replicas : Math.max(scaling.minReplicas, scaling.maxReplicas);
}

/** Gauges of a kind that scales, in the order in which `Autoscaler.gauges` writes them. */
export const scalingGauges = [
  { id: "readyReplicas", title: "Ready replicas", unit: "replicas" },
  { id: "desiredReplicas", title: "Desired replicas", unit: "replicas" },
] as const;

/** Its figures, in the order in which `Autoscaler.figures` writes them. */
export const scalingFigures = [
  { id: "readyReplicasMean", title: "Ready replicas, mean", unit: "replicas", help: "Time average over the run." },
  { id: "desiredReplicasMean", title: "Desired replicas, mean", unit: "replicas", help: "Time average over the run." },
] as const;

/** "3 of 5" on the face of a node that scales, from the first of its scaling gauges. */
export function scalingReadout(firstGauge: number): Readout {
  return {
    label: "ready",
    metric: `gauge${firstGauge}` as Readout["metric"],
    format: "countOf",
    of: `gauge${firstGauge + 1}` as Readout["metric"],
  };
}
