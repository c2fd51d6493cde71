import type { RunResult } from "../lab/result";
import type { Session } from "../lab/session";
import type { Io } from "./io";

const SLICE_EVENTS = 1_000_000;
const BAR = 32;

/** Runs a session to its end; draws progress where someone watches. */
export function playToEnd(session: Session, io: Io): RunResult {
  const end = session.layout.durationMs;
  // Frames are for the eye; without one, messages need not be traced.
  session.sampleHops(0);
  let drawn = "";
  while (!session.finished()) {
    session.advance(end, SLICE_EVENTS);
    if (!io.watched) continue;
    const line = progress(session.nowMs() / end);
    if (line !== drawn) io.err(`\r${line}`);
    drawn = line;
  }
  if (drawn !== "") io.err(`\r${" ".repeat(drawn.length)}\r`);
  return session.result();
}

function progress(ratio: number): string {
  const filled = Math.floor(Math.min(1, ratio) * BAR);
  return `${"#".repeat(filled)}${".".repeat(BAR - filled)} ${String(Math.floor(ratio * 100)).padStart(3)} %`;
}
