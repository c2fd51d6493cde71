import { Histogram } from "../base/histogram";
import { kindOf } from "../catalog/kinds/definitions";
import type { ConnectionsNow } from "../engine/connection-pools";
import {
  ARRIVALS,
  BUSY,
  CALLS,
  CALLS_OK,
  CAPACITY,
  FAILED,
  INSIDE,
  LATE,
  QUEUED,
  QUEUED_MAX,
  RETRIES,
  SERVED,
  TAKEN_BACK,
  WAITED,
  WAITS,
} from "../engine/meter";
import { OUTCOMES } from "../engine/outcome";
import type { Sim } from "../engine/sim";
import { GAUGES } from "./frame";
import type { LatencySummary, LinkResult, NodeResult, RunResult, RunStatistics } from "./result";
import { countedPolicies, policyFigures } from "./tables";

/** The run so far, in full. Reading it changes nothing. */
export function report(sim: Sim, topologyName: string, statistics: RunStatistics): RunResult {
  const { meter, plan, clock } = sim;
  const durationMs = clock.value;
  const connections = sim.connections.pools.now();
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
    latencyMs: summary(meter.latency, meter.openLatency()),
    statistics,
    nodes: Object.fromEntries(plan.nodes.map((node) => [node.id, nodeResult(sim, node.index, durationMs)])),
    links: Object.fromEntries(plan.links.map((link) => [link.id, linkResult(sim, link.index, durationMs, connections)])),
  };
}

function nodeResult(sim: Sim, i: number, durationMs: number): NodeResult {
  const { meter, plan } = sim;
  const node = plan.nodes[i];
  const kind = kindOf(node.kind);
  const gauges = new Float32Array(GAUGES);
  const figures = new Float64Array(kind.figures?.length ?? 0);
  sim.handlers[i].figures?.(i, figures);
  sim.handlers[i].gauges(i, gauges, 0);
  const capacity = meter.area(i, CAPACITY);
  const waits = meter.node(i, WAITS);
  const over = (value: number) => (durationMs > 0 ? value / durationMs : 0);
  return {
    kind: node.kind,
    name: node.name,
    arrivals: meter.node(i, ARRIVALS),
    ok: meter.node(i, SERVED),
    failed: meter.node(i, FAILED),
    failuresByReason: byReason((reason) => meter.failuresByReason[i * OUTCOMES.length + reason]),
    arrivalsPerSecond: 1000 * over(meter.node(i, ARRIVALS)),
    throughputPerSecond: 1000 * over(meter.node(i, SERVED)),
    utilisationRatio: capacity > 0 ? meter.area(i, BUSY) / capacity : 0,
    queueLength: over(meter.area(i, QUEUED)),
    queueLengthMax: meter.node(i, QUEUED_MAX),
    inSystem: over(meter.area(i, INSIDE)),
    latencyMs: summary(meter.nodeLatency[i], meter.openNodeLatency(i)),
    waitMs: { count: waits, mean: orNull(meter.node(i, WAITED) / waits) },
    gauges: Object.fromEntries(kind.gauges.map((gauge, g) => [gauge.id, gauges[g]])),
    figures: Object.fromEntries((kind.figures ?? []).map((figure, f) => [figure.id, orNull(figures[f])])),
  };
}

function linkResult(sim: Sim, i: number, durationMs: number, now: ConnectionsNow): LinkResult {
  const { meter, plan } = sim;
  const link = plan.links[i];
  const failuresByReason = byReason((reason) => meter.callFailures[i * OUTCOMES.length + reason]);
  return {
    from: plan.nodes[link.from].id,
    to: plan.nodes[link.to].id,
    calls: meter.link(i, CALLS),
    ok: meter.link(i, CALLS_OK),
    failed: Object.values(failuresByReason).reduce((sum, count) => sum + count, 0),
    failuresByReason,
    retries: meter.link(i, RETRIES),
    lateReplies: meter.link(i, LATE),
    cancelled: meter.link(i, TAKEN_BACK),
    callsPerSecond: durationMs > 0 ? (1000 * meter.link(i, CALLS)) / durationMs : 0,
    connections: connectionResult(sim, i, durationMs, now),
    latencyMs: summary(meter.linkLatency[i], meter.linkWindow[i]),
    policies: Object.fromEntries(
      countedPolicies(link).map((policy) => {
        const figures = policyFigures(sim, policy, i);
        return [policy.id, Object.fromEntries((policy.figures ?? []).map(({ id }, f) => [id, orNull(figures[f])]))];
      }),
    ),
  };
}

function connectionResult({ connections }: Sim, i: number, durationMs: number, now: ConnectionsNow): LinkResult["connections"] {
  const { pools } = connections;
  if (pools.needed[i] === 0) return null;
  const opened = pools.opened[i];
  const waits = pools.waits[i];
  return {
    open: now.open[i],
    waiting: now.waiting[i],
    opened,
    openedPerSecond: durationMs > 0 ? (1000 * opened) / durationMs : 0,
    waitMs: { count: waits, mean: orNull(pools.waitedMs[i] / waits) },
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
