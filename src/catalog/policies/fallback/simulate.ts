import { LruMap } from "../../../base/lru-map";
import { type Calls, LOGICAL, NO_CALL } from "../../../engine/calls";
import { ANSWERED_HERE, FAILED_FOR_GOOD, type Fallback } from "../../../engine/gates";
import { OK } from "../../../engine/outcome";
import type { SimulatePolicy } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";
import { bindOnce, type Callers } from "../per-caller";
import type { FallbackConfig } from "./definition";

export const simulateFallback: SimulatePolicy = (sim, links) =>
  bindOnce(sim, "fallback", links, (callers) => {
    const { policed } = sim.flow;
    const { index, from } = callers.link;
    const { to } = callers.link.policies.fallback as FallbackConfig;
    const other = to.type === "link" ? sim.plan.links.find((link) => link.from === from && link.id === to.link) : undefined;
    const fallback = new Answers(sim, callers, other === undefined || other.index === index ? FAILED_FOR_GOOD : other.index);
    policed.fallbacks[index] = fallback;
    policed.standForWhole(index);
    if (fallback.other >= 0) sim.links[fallback.other].hasPolicy = 1;
    return (out) => {
      out[0] = fallback.degraded;
      out[1] = fallback.failed;
    };
  });

class Answers implements Fallback {
  degraded = 0;
  failed = 0;
  /** Good answers by key, per calling replica. */
  private readonly kept: LruMap[];

  constructor(
    private readonly sim: Sim,
    private readonly callers: Callers,
    readonly other: number,
  ) {
    const { to } = this.config();
    this.kept = Array.from({ length: to.type === "stale" ? callers.count : 0 }, () => new LruMap(to.type === "stale" ? to.entries : 1));
  }

  rescue(call: number): number {
    const { calls, clock } = this.sim;
    const { to } = this.config();
    if (to.type === "link") {
      const outer = calls.parent(call);
      const isFallback = outer !== NO_CALL && calls.has(outer, LOGICAL);
      if (!isFallback && this.other !== FAILED_FOR_GOOD) return this.other;
    } else if (to.type === "static" || this.kept[this.callers.of(call)].touch(entryOf(calls, call), clock.value)) {
      this.degraded++;
      return ANSWERED_HERE;
    }
    this.failed++;
    return FAILED_FOR_GOOD;
  }

  rescued(_call: number, outcome: number): void {
    if (outcome === OK) this.degraded++;
    else this.failed++;
  }

  answered(call: number): void {
    const { calls, clock } = this.sim;
    const { to } = this.config();
    if (to.type === "stale") this.kept[this.callers.of(call)].store(entryOf(calls, call), clock.value + to.maxAgeMs);
  }

  private config(): FallbackConfig {
    return this.sim.plan.links[this.callers.link.index].policies.fallback as FallbackConfig;
  }
}

/** Keys are below this power of two. */
const KEY_BITS = 24;

/** Each operation has keys of its own. */
function entryOf(calls: Calls, call: number): number {
  return (calls.operation(call) << KEY_BITS) ^ calls.key(call);
}
