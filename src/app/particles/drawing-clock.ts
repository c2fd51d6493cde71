/** A hidden tab or a slow page makes the drawing wait; it never makes it leap [wall ms]. */
const MAX_STEP_MS = 100;
/** How fast the drawing closes in on where it should be [wall ms]. */
const CLOSING_MS = 400;
/** Behind by more than this, it leaps: the run was restarted or rushed [wall ms]. */
const LEAP_MS = 1500;
/** Share of a new measurement in a running average. */
const FRESH = 0.25;

/** The simulated time that the dots show: smooth between frames, and never ahead of what has arrived. */
export interface DrawingClock {
  /** Takes note of a frame: its simulated time, the wall clock, and the speed that is set. */
  arrive(nowMs: number, wallMs: number, running: boolean, speed: number): void;
  /** Moves on to a wall time; the simulated time to draw [ms]. */
  tick(wallMs: number, running: boolean): number;
  /** Simulated ms per wall ms, as lately seen. */
  rate(): number;
  /** Nothing moves any more: everything that has arrived is shown. */
  settled(running: boolean): boolean;
  reset(): void;
}

export function createDrawingClock(): DrawingClock {
  let shown = 0;
  let arrived = 0;
  let rate = 0;
  /** How much simulated time one frame brings: to draw one frame behind is to always have something to draw. */
  let lag = 0;
  let frameWall = Number.NaN;
  let tickWall = Number.NaN;
  return {
    arrive(nowMs, wallMs, running, speed) {
      const step = nowMs - arrived;
      const wall = wallMs - frameWall;
      if (running && wall > 0 && step >= 0) {
        rate += FRESH * (step / wall - rate);
        lag += FRESH * (step - lag);
      } else if (running) {
        rate = Number.isFinite(speed) ? speed : 1;
      }
      frameWall = running ? wallMs : Number.NaN;
      arrived = nowMs;
    },
    tick(wallMs, running) {
      const step = Math.min(MAX_STEP_MS, Math.max(0, wallMs - tickWall) || 0);
      tickWall = wallMs;
      // Once paused, what the last frame brought is played out at a pace the eye can follow.
      const pace = running ? rate : Math.max(rate, (arrived - shown) / CLOSING_MS);
      shown += step * pace;
      const behind = arrived - lag - shown;
      if (Math.abs(behind) > LEAP_MS * Math.max(pace, 0.01)) shown = arrived - lag;
      else if (running) shown += behind * Math.min(1, step / CLOSING_MS);
      shown = Math.min(arrived, shown);
      return shown;
    },
    rate: () => rate,
    settled: (running) => !running && shown >= arrived,
    reset() {
      shown = arrived = lag = 0;
      frameWall = Number.NaN;
    },
  };
}
