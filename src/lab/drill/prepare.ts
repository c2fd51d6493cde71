import type { Problem } from "../../base/problem";
import { type Result, succeed } from "../../base/result";
import type { Sim } from "../../engine/sim";
import type { Topology } from "../../topology/schema";
import type { WindowRow } from "../windows";
import { DrillJudge } from "./drill-judge";
import { type DrillPlan, planDrill } from "./plan";
import type { DrillSeat } from "./seat";

/** A drill of the document, ready to be played by a session; or what keeps it from running. */
export function prepareDrill(document: Topology, id: string): Result<DrillSeat, readonly Problem[]> {
  const planned = planDrill(document, id);
  return planned.ok ? succeed(new PlannedDrill(planned.value)) : planned;
}

class PlannedDrill implements DrillSeat {
  readonly id: string;
  readonly topology: Topology;
  readonly windowMs: number;
  readonly fixed: readonly object[];
  private judge: DrillJudge | null = null;

  constructor(private readonly plan: DrillPlan) {
    this.id = plan.drill.id;
    this.topology = plan.topology;
    this.windowMs = plan.windowMs;
    this.fixed = [plan];
  }

  get state(): readonly object[] {
    return [this.attached()];
  }

  attach(sim: Sim, rows: readonly WindowRow[]): void {
    this.judge = new DrillJudge(this.plan, sim, rows);
  }

  read(): void {
    this.attached().read();
  }

  take() {
    return this.attached().take();
  }

  report() {
    return this.attached().report();
  }

  applied(document: Topology): Topology | null {
    const planned = planDrill(document, this.id);
    if (!planned.ok) return null;
    const judged = ({ drill, objectives, steps }: DrillPlan) => JSON.stringify([drill, objectives, steps]);
    return judged(planned.value) === judged(this.plan) ? planned.value.topology : null;
  }

  private attached(): DrillJudge {
    if (this.judge === null) throw new Error("The drill plays no part in a run yet.");
    return this.judge;
  }
}
