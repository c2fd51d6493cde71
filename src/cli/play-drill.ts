import type { DrillPhase, DrillReport } from "../lab/drill/report";
import type { RunResult } from "../lab/result";
import type { Session } from "../lab/session";
import type { Io } from "./io";

const SLICE_EVENTS = 200_000;
/** Between two looks of a person at a run that is simulated at once [ms of simulated time]. */
const SLICE_MS = 1000;

const PHASES: Readonly<Record<DrillPhase, string>> = {
  settle: "settling",
  before: "steady state",
  method: "method",
  recovery: "recovery",
  after: "judged again",
  over: "over",
};

/** Plays a session's drill to its end: one line drawn over and over on a terminal, a line per phase elsewhere. */
export function playDrill(session: Session, io: Io): RunResult & { readonly drill: DrillReport } {
  session.sampleHops(0);
  let drawn = "";
  let phase: DrillPhase | null = null;
  while (!session.finished()) {
    session.advance(session.nowMs() + SLICE_MS, SLICE_EVENTS);
    const report = session.drillReport();
    if (report === null) break;
    const line = lineOf(report, session.nowMs());
    if (io.watched && line !== drawn) {
      io.err(`\r${line.padEnd(drawn.length)}`);
      drawn = line;
    }
    if (!io.watched && report.phase !== phase) io.err(`${line}\n`);
    phase = report.phase;
  }
  if (drawn !== "") io.err(`\r${" ".repeat(drawn.length)}\r`);
  const result = session.result();
  if (result.drill === undefined) throw new Error("The session plays no drill.");
  return { ...result, drill: result.drill };
}

/** `  42.0 s  method         2 of 3 objectives met` */
function lineOf({ phase, objectives }: DrillReport, nowMs: number): string {
  const known = objectives.flatMap(({ now }) => (now === null ? [] : [now.met]));
  const met = known.length === 0 ? "" : `${known.filter(Boolean).length} of ${known.length} objectives met`;
  return `${(nowMs / 1000).toFixed(1).padStart(7)} s  ${PHASES[phase].padEnd(13)} ${met}`.trimEnd();
}
