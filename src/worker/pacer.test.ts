import { describe, expect, it } from "vitest";
import { createPacer, MAX_WALL_STEP_MS } from "./pacer";

function atSpeed(speed: number) {
  const clock = { wall: 1000 };
  const pacer = createPacer(() => clock.wall);
  pacer.start(500, speed);
  return { clock, pacer };
}

describe("pacer", () => {
  it("asks for speed times the wall time that has passed", () => {
    const { clock, pacer } = atSpeed(10);
    clock.wall += 16;
    expect(pacer.dueMs()).toBe(660);
    clock.wall += 16;
    expect(pacer.dueMs()).toBe(820);
  });

  it("never lets a sleeping page make the model jump", () => {
    const { clock, pacer } = atSpeed(2);
    clock.wall += 3_600_000;
    expect(pacer.dueMs()).toBe(500 + 2 * MAX_WALL_STEP_MS);
  });

  it("takes a clock that was set back for no time at all", () => {
    const { clock, pacer } = atSpeed(1);
    clock.wall -= 5000;
    expect(pacer.dueMs()).toBe(500);
    clock.wall += 10;
    expect(pacer.dueMs()).toBe(510);
  });

  it("gives up what the machine cannot keep up with", () => {
    const { clock, pacer } = atSpeed(1000);
    for (let i = 0; i < 50; i++) {
      clock.wall += 100;
      pacer.dueMs();
      pacer.settle(600);
    }
    clock.wall += 1;
    expect(pacer.dueMs()).toBe(600 + 1000 * MAX_WALL_STEP_MS + 1000);
  });

  it("has no limit when asked for as fast as possible", () => {
    expect(atSpeed(Number.POSITIVE_INFINITY).pacer.dueMs()).toBe(Number.POSITIVE_INFINITY);
  });
});
