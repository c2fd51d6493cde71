import type { PlanNode } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";

/** Requests that come on top of the usual when a thundering-herd fault begins, evenly spread over its span. */
export class Herds {
  private readonly wanted: Float64Array;
  private readonly withinMs: Float64Array;
  /** What was wanted at the last look; more than that is a new herd. */
  private readonly known: Float64Array;
  private readonly left: Float64Array;
  private readonly gapMs: Float64Array;
  private readonly code: number;

  constructor(
    private readonly sim: Sim,
    private readonly nodes: readonly PlanNode[],
    private readonly issue: (node: number) => void,
  ) {
    this.wanted = sim.conditions.column("nodes", "herd");
    this.withinMs = sim.conditions.column("nodes", "herd-ms");
    this.known = this.wanted.slice();
    this.left = new Float64Array(this.wanted.length);
    this.gapMs = new Float64Array(this.wanted.length);
    this.code = sim.register((node) => this.next(node));
    sim.conditions.watch(() => this.look());
  }

  private look(): void {
    for (const { index, out } of this.nodes) {
      const fresh = this.wanted[index] - this.known[index];
      this.known[index] = this.wanted[index];
      if (fresh <= 0 || out.length === 0) continue;
      const waiting = this.left[index] > 0;
      this.left[index] += fresh;
      this.gapMs[index] = this.withinMs[index] / this.left[index];
      if (!waiting) this.sim.soon(this.code, index, 0);
    }
  }

  private next(node: number): void {
    const { clock, due } = this.sim;
    this.issue(node);
    this.left[node]--;
    if (this.left[node] <= 0) return;
    due.value = clock.value + this.gapMs[node];
    if (due.value === clock.value) this.sim.soon(this.code, node, 0);
    else this.sim.post(this.code, node, 0);
  }
}
