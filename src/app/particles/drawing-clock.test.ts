import { describe, expect, it } from "vitest";
import { createDrawingClock } from "./drawing-clock";

/** Frames every 50 wall ms, ticks every 16, at a speed; the shown times. */
function watch(speed: number, wallMs: number) {
  const clock = createDrawingClock();
  const shown: number[] = [];
  let arrived = 0;
  for (let wall = 0; wall <= wallMs; wall += 1) {
    if (wall % 50 === 0) {
      arrived = wall * speed;
      clock.arrive(arrived, wall, true, speed);
    }
    if (wall % 16 === 0) {
      shown.push(clock.tick(wall, true));
      expect(shown.at(-1)).toBeLessThanOrEqual(arrived);
    }
  }
  return { clock, shown, arrived };
}

describe("the drawing clock", () => {
  it.each([0.1, 1, 50])("runs evenly between frames at %s times, never ahead of what has arrived", (speed) => {
    const { shown, arrived } = watch(speed, 5000);
    const late = shown.slice(-60);
    const steps = late.slice(1).map((at, i) => at - (late[i] as number));
    for (const step of steps) {
      expect(step).toBeGreaterThan(0.7 * 16 * speed);
      expect(step).toBeLessThan(1.3 * 16 * speed);
    }
    expect(arrived - (shown.at(-1) as number)).toBeLessThan(150 * speed);
  });

  it("plays out what has arrived after a pause, then stands still", () => {
    const { clock, arrived } = watch(1, 1000);
    let at = 0;
    for (let wall = 1016; wall < 3000; wall += 16) at = clock.tick(wall, false);
    expect(at).toBe(arrived);
    expect(clock.settled(false)).toBe(true);
    expect(clock.tick(9000, false)).toBe(arrived);
  });

  it("does not leap after the tab was hidden", () => {
    const { clock, shown } = watch(1, 1000);
    expect(clock.tick(60_000, true) - (shown.at(-1) as number)).toBeLessThan(150);
  });
});
