import { setRun } from "../../topology/edit/config";
import { useDocument } from "../stores/document-store";
import { SPEEDS, useRun } from "../stores/run-store";

/** Space: plays what is paused, pauses what plays, runs again what has ended. */
export function togglePlay(): void {
  const { state, controls } = useRun.getState();
  if (state === "running") controls.pause();
  else controls.play();
}

export function stepOnce(): void {
  useRun.getState().controls.step();
}

/** Back to time zero; a run that was playing plays on from there. */
export function restartRun(): void {
  useRun.getState().controls.restart();
}

/** As fast as possible to the end; pausing cancels. */
export function runToEnd(): void {
  useRun.getState().controls.runToEnd();
}

export const faster = () => shiftSpeed(1);
export const slower = () => shiftSpeed(-1);

function shiftSpeed(by: 1 | -1): void {
  const { speed, controls } = useRun.getState();
  const at = (SPEEDS as readonly number[]).indexOf(speed);
  const next = SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, at + by))];
  if (next !== undefined && next !== speed) controls.setSpeed(next);
}

/** Another seed: other arrivals, other service times, the same design. */
export function setSeed(seed: number): void {
  useDocument.getState().change("Change seed", (topology) => setRun(topology, { seed }), "seed");
}

export function newRandomSeed(): void {
  const [seed] = crypto.getRandomValues(new Uint32Array(1));
  // Five digits are easy to read out and to type; the range of the field is wider.
  if (seed !== undefined) setSeed(seed % 100_000);
}
