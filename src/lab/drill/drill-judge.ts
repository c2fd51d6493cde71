import { OUTCOMES } from "../../engine/outcome";
import type { Sim } from "../../engine/sim";
import { operationsOf, type Subject } from "../../topology/objectives/resolve";
import { spreadRow, type WindowRow, windowStride } from "../windows";
import { BlastRadius } from "./blast-radius";
import { ObjectiveJudge } from "./objective-judge";
import type { DrillPlan, PlannedObjective } from "./plan";
import { Readings } from "./readings";
import type { DrillPhase, DrillReport, DrillTimes, DrillVerdict, FeltReport } from "./report";
import type { DrillOrder } from "./seat";
import { blankSighting, seeNode, seeOperation } from "./sightings";
import { drillWords } from "./words";

/** Judges a drill as its run goes on: one look at the end of each window. */
export class DrillJudge {
  private readonly readings: Readings;
  private readonly objectives: ObjectiveJudge[];
  private readonly stops: { readonly judge: ObjectiveJudge; readonly windows: number; readonly forMs: number; missedSinceMs: number }[];
  private stopped: DrillReport["stopped"] = null;
  private times: DrillTimes;
  private isInvalid = false;
  private readonly radius: BlastRadius;
  private readonly sighting = blankSighting();
  private readonly row: Float64Array;
  /** By name, with which of the subjects each is. */
  private readonly operations: readonly { readonly name: string; readonly subject: number }[];
  private nowMs = 0;

  constructor(
    private readonly plan: DrillPlan,
    private readonly sim: Sim,
    private readonly rows: readonly WindowRow[],
  ) {
    this.times = plan.times;
    const subjects = subjectsOf(plan);
    this.row = new Float64Array(windowStride(sim.plan.nodes.length));
    this.readings = new Readings(sim, subjects);
    this.operations = subjects.flatMap((one, subject) => (one.type === "operation" ? [{ name: one.name, subject }] : []));
    this.radius = new BlastRadius(sim.plan.nodes.length + this.operations.length);
    const firstStepMs = plan.steps.reduce((first, { startMs }) => Math.min(first, startMs), plan.times.methodEndMs);
    const judge = (planned: PlannedObjective) => {
      const subject = subjects.findIndex((one) => same(one, planned.subject));
      return new ObjectiveJudge(planned, this.readings.rows[subject], plan.windowMs, firstStepMs);
    };
    this.objectives = plan.objectives.map(judge);
    this.stops = plan.stops.map(({ planned, forMs }) => ({
      judge: judge(planned),
      windows: planned.windows ?? 1,
      forMs,
      missedSinceMs: Number.NaN,
    }));
  }

  read(): void {
    this.readings.close();
  }

  take(): DrillOrder | null {
    this.nowMs = this.sim.clock.value;
    for (const objective of this.objectives) objective.take(this.times);
    this.see();
    if (this.nowMs === this.times.steadyUntilMs && !this.objectives.every((one) => one.heldBefore(this.times))) {
      this.isInvalid = true;
      this.times = { ...this.times, methodEndMs: this.nowMs, recoveredByMs: this.nowMs, endMs: this.nowMs };
      return { endFaults: this.plan.steps.flatMap(({ faults }) => faults), isOver: true };
    }
    const acts = this.nowMs > this.times.steadyUntilMs && this.nowMs < this.times.methodEndMs;
    return acts ? this.watchStops() : null;
  }

  report(): DrillReport {
    const { drill, steps } = this.plan;
    const phase = this.phase();
    const recovered = this.recovered();
    const timeToRecoverMs = recovered ?? null;
    const objectives = this.objectives
      .map((one) => one.report(this.times, this.nowMs, recovered))
      .map((one) => (this.isInvalid ? { ...one, probes: one.probes.filter(({ span }) => span === "before" || span === "always") } : one));
    const detected = objectives.flatMap(({ timeToDetectMs }) => (timeToDetectMs === null ? [] : [timeToDetectMs]));
    const deviates = this.stopped !== null || objectives.some(({ probes }) => probes.some(({ verdict }) => verdict === "deviated"));
    const verdict: DrillVerdict | null = this.isInvalid ? "invalid" : phase !== "over" ? null : deviates ? "deviated" : "held";
    const known = {
      format: "faultyard-drill",
      version: 1,
      drill: { id: drill.id, title: drill.title, description: drill.description },
      phase,
      verdict,
      times: this.times,
      steps: this.isInvalid ? [] : this.stepsDone(steps),
      stopped: this.stopped,
      objectives,
      timeToDetectMs: detected.length === 0 ? null : Math.min(...detected),
      timeToRecoverMs,
      recovered: recovered === undefined ? null : recovered !== null,
      lost: this.lost(),
      blastRadius: this.isInvalid ? { operations: [], nodes: [] } : this.blastRadius(),
    } as const;
    return { ...known, words: drillWords(known) };
  }

  /** Steps as they were: a stop ends them early, or keeps them from beginning. */
  private stepsDone(steps: DrillPlan["steps"]): DrillReport["steps"] {
    const { stopped } = this;
    const undone = stopped === null ? [] : this.undoneAt(stopped.atMs);
    return steps
      .filter(({ startMs }) => stopped === null || startMs <= stopped.atMs)
      .map(({ id, label, startMs, endMs }) => ({
        id,
        label,
        startMs,
        endMs: stopped !== null && undone.includes(id) ? stopped.atMs + 1 : endMs,
      }));
  }

  private phase(): DrillPhase {
    const { settledMs, steadyUntilMs, methodEndMs, recoveredByMs, endMs } = this.times;
    if (this.nowMs >= endMs) return "over";
    if (this.nowMs < settledMs) return "settle";
    if (this.nowMs < steadyUntilMs) return "before";
    if (this.nowMs < methodEndMs) return "method";
    return this.nowMs < recoveredByMs ? "recovery" : "after";
  }

  /** How long everything took to recover [ms]; null: it has not; undefined: not known yet, or nothing is to hold after. */
  private recovered(): number | null | undefined {
    if (this.isInvalid || this.nowMs < this.times.endMs) return undefined;
    const each = this.objectives.filter((one) => one.recovers()).map((one) => one.timeToRecoverMs(this.times, this.nowMs));
    if (each.some((ms) => ms === null)) return null;
    return each.length === 0 ? undefined : Math.max(...each.map((ms) => ms ?? 0));
  }

  private watchStops(): DrillOrder | null {
    for (const stop of this.stops) {
      const met = stop.judge.met(stop.windows);
      if (met === true) stop.missedSinceMs = Number.NaN;
      if (met !== false) continue;
      if (!(stop.missedSinceMs >= 0)) stop.missedSinceMs = this.nowMs - this.plan.windowMs;
      if (this.nowMs - stop.missedSinceMs >= stop.forMs) return this.stop(stop.judge.planned.text);
    }
    return null;
  }

  private stop(objective: string): DrillOrder {
    const { drill, windowMs, steps } = this.plan;
    this.stopped = Object.freeze({ objective, atMs: this.nowMs });
    const recoveredByMs = Math.ceil((this.nowMs + drill.expectedRecoveryMs) / windowMs) * windowMs;
    this.times = Object.freeze({ ...this.times, methodEndMs: this.nowMs, recoveredByMs });
    const undone = this.undoneAt(this.nowMs);
    const ended = steps.filter(({ id, startMs }) => startMs > this.nowMs || undone.includes(id));
    return { endFaults: ended.flatMap(({ faults }) => faults), isOver: false };
  }

  /** Steps under way that a rollback at this moment undoes. */
  private undoneAt(atMs: number): string[] {
    const { atStop } = this.plan.drill.rollback;
    return this.plan.steps
      .filter(({ startMs, endMs }) => startMs <= atMs && (endMs === null || endMs > atMs))
      .filter(({ isAction }) => atStop === "all" || (atStop === "faults" && !isAction))
      .map(({ id }) => id);
  }

  private lost(): DrillReport["lost"] {
    const since = this.rows.filter(({ values }) => values[0] >= this.times.steadyUntilMs);
    const counts = OUTCOMES.map(
      (name, reason) => [name, since.reduce((sum, { values }) => sum + values[values.length - OUTCOMES.length + reason], 0)] as const,
    );
    const failed = counts.slice(1).filter(([, count]) => count > 0);
    return { total: failed.reduce((sum, [, count]) => sum + count, 0), byReason: Object.fromEntries(failed) };
  }

  private blastRadius(): DrillReport["blastRadius"] {
    const targets = new Set(this.plan.steps.flatMap(({ targets: some }) => some ?? []));
    const everything = this.plan.steps.some(({ targets: some }) => some === null);
    const { nodes } = this.sim.plan;
    const feltBy = (element: number, who: Omit<FeltReport, "felt">): FeltReport[] => {
      const felt = this.radius.felt(element);
      return felt.length === 0 && !who.hit ? [] : [{ ...who, felt }];
    };
    return {
      operations: this.operations.flatMap(({ name }, i) => feltBy(nodes.length + i, { id: name, name, hit: false })),
      nodes: nodes.flatMap(({ index, id, name }) => feltBy(index, { id, name, hit: everything || targets.has(id) })),
    };
  }

  /** What the window that has just closed shows of everybody. */
  private see(): void {
    const { settledMs, steadyUntilMs } = this.times;
    const { nodes } = this.sim.plan;
    const { row } = this;
    spreadRow(this.rows[this.rows.length - 1], nodes.length, row);
    const [startMs, endMs] = row;
    if (startMs < settledMs) return;
    const look = (element: number) => {
      const { values, failed } = this.sighting;
      for (let metric = 0; metric < values.length; metric++) {
        if (startMs < steadyUntilMs) this.radius.usual(element, metric, values[metric]);
        else this.radius.since(element, metric, values[metric], failed, startMs, endMs);
      }
    };
    for (let node = 0; node < nodes.length; node++) {
      seeNode(row, node, (endMs - startMs) / 1000, this.sighting);
      look(node);
    }
    this.operations.forEach(({ subject }, i) => {
      const readings = this.readings.rows[subject];
      seeOperation(readings[readings.length - 1], this.sighting);
      look(nodes.length + i);
    });
  }
}

/** Whom anything is asked of: all requests, every operation, and nodes that an objective names; each once. */
function subjectsOf({ topology, objectives, stops }: DrillPlan): Subject[] {
  const subjects: Subject[] = [{ type: "all" }, ...operationsOf(topology).map((name) => ({ type: "operation", name }) as const)];
  for (const { subject } of [...objectives, ...stops.map(({ planned }) => planned)]) {
    if (!subjects.some((one) => same(one, subject))) subjects.push(subject);
  }
  return subjects;
}

function same(a: Subject, b: Subject): boolean {
  return a.type === b.type && JSON.stringify(a) === JSON.stringify(b);
}
