import { Histogram } from "../base/histogram";
import { kindOf } from "../catalog/kinds/definitions";
import { OUTCOMES } from "../engine/outcome";
import type { Sim } from "../engine/sim";
import type { LatencySummary, LinkResult, NodeResult, RunResult } from "./result";

/** The run so far, in full. Reading it changes nothing. */
export function report(sim: Sim, topologyName: string): RunResult {
  const { meter, plan, clock } = sim;
  const durationMs = clock[0];
  return {
    format: "faultyard-result",
    version: 1,
    topology: topologyName,
    runHash: meter.digest.hex(),
    seed: plan.seed,
    durationMs,
    events: sim.events,
    requests: {
      issued: meter.totals.issued,
      ok: meter.totals.ok,
      failed: meter.totals.failed,
      inFlight: meter.inFlight(),
      good: meter.totals.good,
      failuresByReason: byReason((reason) => meter.reasons[reason]),
    },
    latencyMs: summary(meter.latency, meter.windowLatency),
    nodes: Object.fromEntries(plan.nodes.map((node) => [node.id, nodeResult(sim, node.index, durationMs)])),
    links: Object.fromEntries(plan.links.map((link) => [link.id, linkResult(sim, link.index, durationMs)])),
  };
}

function nodeResult(sim: Sim, i: number, durationMs: number): NodeResult {
  const { meter, plan } = sim;
  const node = plan.nodes[i];
  meter.integrate(i);
  const gauges = new Float32Array(4);
  sim.handlers[i].gauges(i, gauges, 0);
  const over = (value: number) => (durationMs > 0 ? value / durationMs : 0);
  return {
    kind: node.kind,
    name: node.name,
    arrivals: meter.arrivals[i],
    ok: meter.served[i],
    failed: meter.failures[i],
    failuresByReason: byReason((reason) => meter.failuresByReason[i * OUTCOMES.length + reason]),
    arrivalsPerSecond: 1000 * over(meter.arrivals[i]),
    throughputPerSecond: 1000 * over(meter.served[i]),
    utilisationRatio: meter.capacityArea[i] > 0 ? meter.busyArea[i] / meter.capacityArea[i] : 0,
    queueLength: over(meter.queuedArea[i]),
    queueLengthMax: meter.queuedMax[i],
    inSystem: over(meter.insideArea[i]),
    latencyMs: summary(meter.nodeLatency[i], meter.nodeWindow[i]),
    waitMs: { count: meter.waitCount[i], mean: orNull(meter.waitSum[i] / meter.waitCount[i]) },
    gauges: Object.fromEntries(kindOf(node.kind).gauges.map((gauge, g) => [gauge.id, gauges[g]])),
  };
}

function linkResult(sim: Sim, i: number, durationMs: number): LinkResult {
  const { meter, plan } = sim;
  const link = plan.links[i];
  const failuresByReason = byReason((reason) => meter.callFailures[i * OUTCOMES.length + reason]);
  return {
    from: plan.nodes[link.from].id,
    to: plan.nodes[link.to].id,
    calls: meter.calls[i],
    ok: meter.callsOk[i],
    failed: Object.values(failuresByReason).reduce((sum, count) => sum + count, 0),
    failuresByReason,
    retries: meter.retries[i],
    lateReplies: meter.late[i],
    callsPerSecond: durationMs > 0 ? (1000 * meter.calls[i]) / durationMs : 0,
    latencyMs: summary(meter.linkLatency[i], meter.linkWindow[i]),
  };
}

/** Reasons that occurred, by name. */
function byReason(count: (reason: number) => number): Record<string, number> {
  const entries = OUTCOMES.map((name, reason) => [name, count(reason)] as const);
  return Object.fromEntries(entries.filter(([, n]) => n > 0));
}

function summary(closed: Histogram, open: Histogram): LatencySummary {
  const all = new Histogram();
  all.merge(closed);
  all.merge(open);
  const at = (ratio: number) => orNull(all.quantile(ratio));
  return {
    count: all.count,
    mean: orNull(all.mean()),
    p50: at(0.5),
    p90: at(0.9),
    p95: at(0.95),
    p99: at(0.99),
    p999: at(0.999),
    max: orNull(all.max()),
  };
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
