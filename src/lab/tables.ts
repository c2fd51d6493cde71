import { kindOf } from "../catalog/kinds/definitions";
import type { PolicyDefinition } from "../catalog/policies/define";
import { policyEntries } from "../catalog/policies/definitions";
import { CALLS, CALLS_FAILED, INSIDE, QUEUED, RETRIES } from "../engine/meter";
import type { Plan } from "../engine/plan";
import { ABSENT, BOOTING, DRAINING } from "../engine/replicas";
import type { Sim } from "../engine/sim";
import type { Windows } from "./windows";

const DEGRADED = 1;
const PAUSED = 2;
const DOWN = 3;
const BOOTS = 4;
const DRAINS = 5;
const IS_ABSENT = 6;

/** nodes x NODE_COLUMNS, as `lab/frame.ts` describes them. */
export function nodeTable(sim: Sim, windows: Windows, columns: number): Float32Array {
  const { meter, plan } = sim;
  const table = new Float32Array(plan.nodes.length * columns);
  for (const { index } of plan.nodes) {
    const at = index * columns;
    table[at] = windows.last.arrivals[index];
    table[at + 1] = windows.last.ok[index];
    table[at + 2] = windows.last.failed[index];
    table[at + 3] = windows.utilisation[index];
    table[at + 4] = meter.node(index, QUEUED);
    table[at + 5] = meter.node(index, INSIDE);
    table[at + 6] = windows.quantiles.p50[index];
    table[at + 7] = windows.quantiles.p95[index];
    table[at + 8] = windows.quantiles.p99[index];
    sim.handlers[index].gauges(index, table, at + 9);
  }
  return table;
}

/** Where each node's figures begin in the table below, and where the last ones end. */
export function figureBase(nodes: Plan["nodes"]): number[] {
  const base = [0];
  for (const { kind } of nodes) base.push(base[base.length - 1] + (kindOf(kind).figures?.length ?? 0));
  return base;
}

/** Where each node's parts begin in their table, and where the last ones end. */
export function partBase(nodes: Plan["nodes"]): number[] {
  const base = [0];
  for (const { kind, config } of nodes) base.push(base[base.length - 1] + (kindOf(kind).parts?.count(config as never) ?? 0));
  return base;
}

export function partTable(sim: Sim, base: readonly number[]): Float32Array {
  const table = new Float32Array(base[base.length - 1]);
  for (const { index } of sim.plan.nodes) if (base[index] < base[index + 1]) sim.handlers[index].parts?.(index, table, base[index]);
  return table;
}

/** Where each link's policies begin in the same table, behind all nodes, and where the last ones end. */
export function policyFigureBase(links: Plan["links"], from: number): number[] {
  const base = [from];
  for (const link of links) {
    const own = countedPolicies(link).reduce((sum, { figures }) => sum + (figures?.length ?? 0), 0);
    base.push(base[base.length - 1] + own);
  }
  return base;
}

/** Policies in force on a link that count something of their own. */
export function countedPolicies({ policies }: Pick<Plan["links"][number], "policies">): readonly PolicyDefinition[] {
  return policyEntries.filter(({ id, figures }) => figures !== undefined && policies[id] !== undefined);
}

/** What a policy has counted on a link over the run so far. */
export function policyFigures(sim: Sim, policy: PolicyDefinition, link: number): Float64Array {
  const out = new Float64Array(policy.figures?.length ?? 0);
  sim.flow.policed.figures[policy.id]?.[link]?.(out);
  return out;
}

export function figureTable(sim: Sim, base: readonly number[], policyBase: readonly number[]): Float64Array {
  const table = new Float64Array(policyBase[policyBase.length - 1]);
  for (const link of sim.plan.links) {
    let at = policyBase[link.index];
    if (at === policyBase[link.index + 1]) continue;
    for (const policy of countedPolicies(link)) {
      const figures = policyFigures(sim, policy, link.index);
      table.set(figures, at);
      at += figures.length;
    }
  }
  for (const { index } of sim.plan.nodes) {
    if (base[index] < base[index + 1]) sim.handlers[index].figures?.(index, table.subarray(base[index], base[index + 1]));
  }
  return table;
}

const HALF_OPEN = 1;
const OPEN = 2;
const CUT = 3;
const IMPAIRED = 4;

/** links x LINK_COLUMNS; rates are averages since the start. */
export function linkTable(sim: Sim, columns: number, nowMs: number): Float32Array {
  const { meter, plan } = sim;
  const table = new Float32Array(plan.links.length * columns);
  const perSecond = nowMs > 0 ? 1000 / nowMs : 0;
  const connections = sim.connections.pools.now();
  for (const { index } of plan.links) {
    const at = index * columns;
    table[at] = meter.link(index, CALLS) * perSecond;
    table[at + 1] = meter.link(index, CALLS_FAILED) * perSecond;
    table[at + 2] = meter.link(index, RETRIES) * perSecond;
    table[at + 3] = meter.outstanding(index);
    table[at + 4] = meter.linkLatency[index].quantile(0.5);
    table[at + 5] = meter.linkLatency[index].quantile(0.99);
    table[at + 6] = linkState(sim, index);
    const pooled = sim.connections.needed[index] === 1;
    table[at + 7] = pooled ? connections.open[index] : Number.NaN;
    table[at + 8] = pooled ? sim.connections.pools.opened[index] * perSecond : Number.NaN;
    table[at + 9] = pooled ? connections.waiting[index] : Number.NaN;
  }
  return table;
}

function linkState(sim: Sim, link: number): number {
  const { conditions, plan } = sim;
  const paths = plan.links[link].paths?.flat();
  const cut = (path: number) => conditions.isCut[2 * path] === 1 || conditions.isCut[2 * path + 1] === 1;
  if (paths === undefined ? cut(link) : paths.every(cut)) return CUT;
  const breaker = sim.flow.policed.breakerState[link]?.() ?? 0;
  if (breaker !== 0) return breaker === 2 ? OPEN : HALF_OPEN;
  const impaired = (path: number) => conditions.impairs(2 * path) || conditions.impairs(2 * path + 1);
  const suffers = paths === undefined ? impaired(link) : paths.some((path) => cut(path) || impaired(path));
  return suffers ? IMPAIRED : 0;
}

/** A replica state index each. */
export function replicaTable(sim: Sim): Uint8Array {
  const { isDown, isPaused, slowFactor, errorRatio } = sim.conditions;
  const { state } = sim.replicas;
  return Uint8Array.from(isDown, (down, replica) => {
    if (state[replica] === ABSENT) return IS_ABSENT;
    if (state[replica] === BOOTING) return BOOTS;
    if (down === 1) return DOWN;
    if (isPaused[replica] === 1) return PAUSED;
    if (state[replica] === DRAINING) return DRAINS;
    return slowFactor[replica] !== 1 || errorRatio[replica] > 0 ? DEGRADED : 0;
  });
}
