import { closest } from "../../base/closest";
import type { Problem } from "../../base/problem";
import { fail, type Result, succeed } from "../../base/result";
import { faultOf } from "../../catalog/faults/definitions";
import { problemsOfDrill } from "../../topology/drills/check";
import { standingProblems } from "../../topology/drills/check-hypothesis";
import type { Drill } from "../../topology/drills/schema";
import { actionFault, trafficFaults } from "../../topology/drills/steps";
import { methodLengthMs, stepsOf } from "../../topology/drills/timeline";
import { inBaseUnits, type Objective, type Probe } from "../../topology/objectives/objective";
import { parseObjective } from "../../topology/objectives/parse";
import { resolveObjective, type Subject } from "../../topology/objectives/resolve";
import type { FaultEntry, Topology } from "../../topology/schema";
import { windowLengthMs } from "../windows";
import type { DrillTimes, ProbeSpan } from "./report";

/** An objective of a drill, read once. */
export interface PlannedObjective {
  readonly text: string;
  readonly from: "hypothesis" | "document";
  readonly objective: Objective;
  readonly limit: number;
  readonly subject: Subject;
  readonly spans: readonly ProbeSpan[];
  /** Windows that its own "over" takes; null without one. */
  readonly windows: number | null;
}

export interface PlannedStep {
  readonly id: string;
  readonly label: string;
  /** Moments of the run [ms]; null: to the end. */
  readonly startMs: number;
  readonly endMs: number | null;
  /** An operator's action, rather than a fault or a change of traffic. */
  readonly isAction: boolean;
  /** The scheduled faults that do it, by their ids. */
  readonly faults: readonly string[];
  /** Nodes and links that it is aimed at; null: everything. */
  readonly targets: readonly string[] | null;
}

/** A drill as a run: an ordinary document, and what is to be judged of it. */
export interface DrillPlan {
  readonly drill: Drill;
  readonly topology: Topology;
  readonly windowMs: number;
  readonly times: DrillTimes;
  readonly steps: readonly PlannedStep[];
  readonly objectives: readonly PlannedObjective[];
  readonly stops: readonly { readonly planned: PlannedObjective; readonly forMs: number }[];
}

/** Windows at most: more of them than in a plain run, since moments are read from them. */
const MOST_WINDOWS = 600;
/** Windows are no longer than this where that is possible [ms]. */
const FINE_MS = 1000;

/** Finds a drill of the document and turns it into a run, or says what keeps it from running. */
export function planDrill(topology: Topology, id: string): Result<DrillPlan, readonly Problem[]> {
  const index = topology.drills.findIndex((drill) => drill.id === id);
  if (index === -1) return fail([unknownDrill(topology, id)]);
  const drill = topology.drills[index];
  const problems = [...standingProblems(topology), ...problemsOfDrill(topology, drill, `drills[${index}]`)];
  if (problems.length > 0) return fail(problems);
  return succeed(compose(topology, drill));
}

function unknownDrill({ drills }: Topology, id: string): Problem {
  const ids = drills.map((drill) => drill.id);
  const meant = closest(id, ids);
  const remedy =
    ids.length === 0 ? "Add a drill to the document." : meant === null ? `There are: ${ids.join(", ")}.` : `Did you mean "${meant}"?`;
  return { path: "drills", message: `There is no drill "${id}" in this document.`, remedy, severity: "error" };
}

function compose(topology: Topology, drill: Drill): DrillPlan {
  const methodMs = methodLengthMs(drill) as number;
  const { windowMs, times } = schedule(drill, methodMs);
  const steps = plannedSteps(topology, drill, times);
  const faults = steps.flatMap(({ entries }) => entries);
  const planned = (text: string, from: PlannedObjective["from"]) => planObjective(topology, text, from, windowMs);
  return {
    drill,
    windowMs,
    times,
    steps: steps.map(({ entries: _, ...step }) => step),
    // Before those of the document: what a session adds to it comes last.
    topology: {
      ...topology,
      faults: [...faults, ...topology.faults.filter((fault) => !isPlayed(drill, fault))],
      run: { ...topology.run, durationMs: times.endMs },
    },
    objectives: [
      ...topology.objectives.map((text) => planned(text, "document")),
      ...drill.hypothesis.map((text) => planned(text, "hypothesis")),
    ],
    stops: drill.stop.map(({ objective, forMs }) => ({ planned: planned(objective, "hypothesis"), forMs })),
  };
}

/** A document that also plays by itself has the same on its own timeline: in the drill it happens once, when the method says. */
function isPlayed({ method }: Drill, fault: FaultEntry): boolean {
  const what = ({ id: _, startMs: __, ...rest }: FaultEntry) => JSON.stringify(rest);
  return method.faults.some((step) => what(step) === what(fault));
}

/** Moments lie on the edges of windows, so that no window is half steady state and half method. */
function schedule({ windows, expectedRecoveryMs }: Drill, methodMs: number): { windowMs: number; times: DrillTimes } {
  const at = (windowMs: number): DrillTimes => {
    const edge = (ms: number) => Math.ceil(ms / windowMs) * windowMs;
    const settledMs = edge(windows.settleMs);
    const steadyUntilMs = settledMs + edge(windows.beforeMs);
    // What happens at the edge itself still counts to the window before it.
    const startMs = steadyUntilMs + (methodMs > 0 ? 1 : 0);
    const methodEndMs = startMs + methodMs;
    const recoveredByMs = edge(methodEndMs + expectedRecoveryMs);
    const endMs = Math.max(edge(methodEndMs + windows.afterMs), recoveredByMs + windowMs);
    return { settledMs, steadyUntilMs, methodMs: startMs, methodEndMs, recoveredByMs, endMs };
  };
  let windowMs = lengthFor(windows.settleMs + windows.beforeMs + methodMs + windows.afterMs);
  // Rounding up may make it longer than its windows allow.
  while (lengthFor(at(windowMs).endMs) > windowMs) windowMs = lengthFor(at(windowMs).endMs);
  return { windowMs, times: at(windowMs) };
}

function lengthFor(durationMs: number): number {
  const usual = windowLengthMs(durationMs);
  return usual <= FINE_MS ? usual : windowLengthMs(durationMs, MOST_WINDOWS);
}

interface Composed extends PlannedStep {
  readonly entries: readonly FaultEntry[];
}

function plannedSteps(topology: Topology, drill: Drill, times: DrillTimes): Composed[] {
  const { faults, traffic, actions } = drill.method;
  const { atEnd } = drill.rollback;
  const open = new Map(stepsOf(drill).map(({ id, endMs }) => [id, endMs === null]));
  const step = (entries: readonly FaultEntry[], isAction: boolean, targets: PlannedStep["targets"]): Composed => {
    const undone = atEnd === "all" || (atEnd === "faults" && !isAction);
    const placed = entries.map((entry) => {
      const startMs = times.methodMs + entry.startMs;
      const untilEnd = open.get(entries[0].id) === true && undone;
      return { ...entry, startMs, ...(untilEnd ? { durationMs: times.methodEndMs - startMs } : {}) } as FaultEntry;
    });
    const [{ id, startMs, durationMs, type, params }] = placed;
    return {
      id,
      label: faultOf(type).label(params as never),
      startMs,
      endMs: durationMs === undefined ? null : startMs + durationMs,
      isAction,
      faults: placed.map((entry) => entry.id),
      targets,
      entries: placed,
    };
  };
  const aim = ({ target }: FaultEntry) => (target.type === "all" ? null : [target.id]);
  return [
    ...faults.map((fault) => step([fault], false, aim(fault))),
    ...traffic.flatMap((change) => {
      const entries = trafficFaults(topology, change, times.endMs);
      return entries.length === 0
        ? []
        : [
            step(
              entries,
              false,
              entries.flatMap((entry) => aim(entry) ?? []),
            ),
          ];
    }),
    ...actions.map((action) => step([actionFault(action)], true, [action.node])),
  ];
}

/** An objective that has been found sound. */
function planObjective(topology: Topology, text: string, from: PlannedObjective["from"], windowMs: number): PlannedObjective {
  const parsed = parseObjective(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  const resolved = resolveObjective(topology, parsed.value);
  if (!resolved.ok) throw new Error(resolved.error.message);
  const { objective } = parsed.value;
  return {
    text,
    from,
    objective,
    limit: inBaseUnits(objective.limit),
    subject: resolved.value,
    spans: spansOf(objective.measure, objective.probe),
    windows: objective.over === null ? null : Math.max(1, Math.ceil(inBaseUnits(objective.over) / windowMs)),
  };
}

function spansOf(measure: string, probe: Probe | null): readonly ProbeSpan[] {
  if (measure === "recovery") return ["after"];
  return probe === null ? ["before", "after"] : [probe];
}
