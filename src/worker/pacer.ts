/** Wall time that a single step may make up for [ms]: a hidden tab or a sleeping laptop costs time, it never makes the model jump. */
export const MAX_WALL_STEP_MS = 100;

/** Turns wall time into the simulated time that should have been reached; knows nothing of the session. */
export interface Pacer {
  /** Begins at simulated time `simMs`; `speed` is simulated seconds per wall second, Infinity is "no limit". */
  start(simMs: number, speed: number): void;
  /** The simulated time to reach by now [ms]; never less than it said before. */
  dueMs(): number;
  /** Tells how far the run really is: what it could not keep up with beyond one step is given up. */
  settle(simMs: number): void;
}

export function createPacer(now: () => number): Pacer {
  let speed = 1;
  let wall = 0;
  let due = 0;
  return {
    start(simMs, simPerWall) {
      speed = simPerWall;
      wall = now();
      due = simMs;
    },
    dueMs() {
      if (speed === Number.POSITIVE_INFINITY) return speed;
      const time = now();
      // A clock that was set back counts as no time at all.
      due += Math.min(MAX_WALL_STEP_MS, Math.max(0, time - wall)) * speed;
      wall = time;
      return due;
    },
    settle(simMs) {
      due = Math.min(due, simMs + MAX_WALL_STEP_MS * speed);
    },
  };
}
