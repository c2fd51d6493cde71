import { beforeAll, describe, expect, it } from "vitest";
import { Cell } from "../../base/cell";
import { STREAM_WORDS, Stream, seedStream } from "../../base/stream";
import { exponentialInto } from "../../base/variates";
import { loadBehaviours } from "../behaviours";
import { KeySlots } from "./key-slots";
import { bindLimiter, type LimiterConfig, limiterSchema, limiters } from "./registry";

/** A limiter and its clock: `ask` moves to a time and says what the request has to wait, or null when it is over. */
function limited(config: object, slots = 1) {
  const clock = new Cell();
  const waitMs = new Cell();
  const limiter = bindLimiter(limiterSchema.parse(config) as LimiterConfig, { clock, waitMs, slots });
  const ask = (atMs: number, slot = 0) => {
    clock.value = atMs;
    return limiter.admits(slot) ? waitMs.value : null;
  };
  return { limiter, clock, ask, asks: (times: number[]) => times.map((at) => ask(at)) };
}
const at = (ms: number, times: number) => new Array<number>(times).fill(ms);
/** The times let through of a Poisson stream [ms]. */
function poissonThrough(config: object, ratePerMs: number, untilMs: number): number[] {
  const words = new Int32Array(STREAM_WORDS);
  seedStream(words, 0, 1, "arrivals");
  const stream = new Stream(words, 0);
  const gap = new Cell();
  const { ask } = limited(config);
  const through: number[] = [];
  for (let now = 0; now < untilMs; ) {
    exponentialInto(gap, stream);
    now += gap.value / ratePerMs;
    if (now < untilMs && ask(now) !== null) through.push(now);
  }
  return through;
}

beforeAll(() => loadBehaviours(limiters));

describe("token bucket", () => {
  const bucket = { type: "token-bucket", ratePerSecond: 10, burst: 3 };

  it("lets a full bucket through at once, then one request per token", () => {
    expect(limited(bucket).asks([0, 0, 0, 0, 99, 100, 150, 199, 200])).toEqual([0, 0, 0, null, null, 0, null, null, 0]);
  });

  it("never holds more than its size", () => {
    expect(limited(bucket).asks([0, ...at(60_000, 5)])).toEqual([0, 0, 0, 0, null, null]);
  });

  it("in the long run lets through its burst and its rate, exactly, however many ask", () => {
    // Asked every millisecond for 100 s: 3 + 10/s, the token of the last instant included.
    const { asks } = limited(bucket);
    const through = asks(Array.from({ length: 100_001 }, (_, ms) => ms)).filter((wait) => wait !== null);
    expect(through.length).toBe(1003);
  });

  it("in any stretch lets through no more than the burst and the rate of the stretch", () => {
    const times = poissonThrough({ type: "token-bucket", ratePerSecond: 50, burst: 10 }, 0.08, 60_000);
    // The most that any stretch, from one request to a later one, lets through beyond the rate.
    const ahead = times.map((ms, i) => i - 0.05 * ms);
    let low = Number.POSITIVE_INFINITY;
    let most = 0;
    for (const level of ahead) {
      low = Math.min(low, level);
      most = Math.max(most, level + 1 - low);
    }
    expect(most).toBeLessThanOrEqual(10 + 1e-6);
    expect(most).toBeGreaterThan(9);
    // 30 % too many ask: it is never idle for long, so that the rate is met within a per cent.
    expect(Math.abs(times.length - (10 + 50 * 60)) / 3010).toBeLessThan(0.01);
  });
});

describe("leaky bucket", () => {
  it("without a burst: two requests within the gap of the rate are one too many", () => {
    expect(limited({ type: "leaky-bucket", ratePerSecond: 50, burst: 0 }).asks([0, 19, 20, 39, 40, 40])).toEqual([
      0,
      null,
      0,
      null,
      0,
      null,
    ]);
  });

  it("spaces a burst out at the rate, one request each 100 ms, and turns away what is beyond", () => {
    const { asks } = limited({ type: "leaky-bucket", ratePerSecond: 10, burst: 4 });
    expect(asks(at(0, 6))).toEqual([0, 100, 200, 300, 400, null]);
    // 250 ms later two and a half have leaked: two fit again, behind those that still wait.
    expect(asks(at(250, 3))).toEqual([250, 350, null]);
  });

  it("lets the first of a burst on at once where told, and delays the others", () => {
    expect(limited({ type: "leaky-bucket", ratePerSecond: 10, burst: 4, delayAfter: 2 }).asks(at(0, 6))).toEqual([0, 0, 0, 100, 200, null]);
    expect(limited({ type: "leaky-bucket", ratePerSecond: 10, burst: 4, delayAfter: 4 }).asks(at(0, 6))).toEqual([0, 0, 0, 0, 0, null]);
  });

  it("who is turned away does not fill it", () => {
    const { asks } = limited({ type: "leaky-bucket", ratePerSecond: 10, burst: 1 });
    expect(asks([0, 0, ...at(50, 100), 100])).toEqual([0, 100, ...new Array(100).fill(null), 100]);
  });
});

describe("fixed window", () => {
  it("counts from border to border, so that twice the limit may pass around one", () => {
    expect(limited({ type: "fixed-window", limit: 2, windowMs: 1000 }).asks([999, 999, 999, 1000, 1000, 1000, 2000])).toEqual([
      0,
      0,
      null,
      0,
      0,
      null,
      0,
    ]);
  });

  it("gives those who wait places in later windows, as long as they are willing to", () => {
    const { asks } = limited({ type: "fixed-window", limit: 2, windowMs: 1000, maxWaitMs: 1500 });
    // Two now, two at 1000, and 2000 is too far from 400.
    expect(asks(at(400, 5))).toEqual([0, 0, 600, 600, null]);
    // At 1100 both places of that window are gone, so that 2000 is next; of 3000 nothing is within reach.
    expect(asks(at(1100, 3))).toEqual([900, 900, null]);
    expect(asks(at(9000, 3))).toEqual([0, 0, 1000]);
  });
});

describe("sliding window", () => {
  it("counts the window before by the share that is still within reach", () => {
    const { ask } = limited({ type: "sliding-window", limit: 100, windowMs: 60_000 });
    for (let i = 0; i < 86; i++) expect(ask(1000)).toBe(0);
    for (let i = 0; i < 12; i++) expect(ask(61_000)).toBe(0);
    // The known example: 15 s into the window 86 x 0.75 + 12 = 76.5 are counted, so that 23 more fit.
    let more = 0;
    while (ask(75_000) !== null) more++;
    expect(more).toBe(23);
  });

  it("forgets what is more than two windows old", () => {
    expect(limited({ type: "sliding-window", limit: 1, windowMs: 1000 }).asks([0, 1500, 2999, 4000])).toEqual([0, null, 0, 0]);
  });

  it("serves nothing to who keeps asking above the limit, where denied requests count", () => {
    const every50 = Array.from({ length: 200 }, (_, i) => 50 * i);
    const through = (countDenied: boolean) =>
      limited({ type: "sliding-window", limit: 10, windowMs: 1000, countDenied })
        .asks(every50)
        .filter((wait) => wait !== null).length;
    // Twenty a second against ten: the first ten, then none at all.
    expect(through(true)).toBe(10);
    expect(through(false)).toBeGreaterThan(85);
  });
});

describe("sliding log", () => {
  it("lets no more through than the limit in any stretch as long as the window", () => {
    const times = poissonThrough({ type: "sliding-log", limit: 5, windowMs: 100 }, 0.1, 20_000);
    for (let i = 5; i < times.length; i++) expect(times[i] - times[i - 5]).toBeGreaterThanOrEqual(100 - 1e-6);
    expect(times.length).toBeGreaterThan(800);
  });

  it("a place is free again exactly a window later", () => {
    expect(limited({ type: "sliding-log", limit: 2, windowMs: 1000 }).asks([0, 400, 999, 1000, 1399, 1400, 1400])).toEqual([
      0,
      0,
      null,
      0,
      null,
      0,
      null,
    ]);
  });
});

const everySort: object[] = limiters.map(({ id }) =>
  id.endsWith("bucket") ? { type: id, ratePerSecond: 1, burst: 1 } : { type: id, limit: 1, windowMs: 1000 },
);

describe("every rate limit", () => {
  it.each(everySort)("tells slots apart, and forgets one on demand: %o", (config) => {
    const { limiter, ask } = limited(config, 2);
    for (let i = 0; i < 5; i++) ask(10_000, 0);
    expect(ask(10_000, 0)).toBeNull();
    expect(ask(10_000, 1)).toBe(0);
    limiter.forget(0);
    expect(ask(10_000, 0)).toBe(0);
  });

  it("a key that has not asked for long makes room for a new one", () => {
    const { limiter, clock } = limited({ type: "token-bucket", ratePerSecond: 1, burst: 1 });
    const two = limited({ type: "token-bucket", ratePerSecond: 1, burst: 1 }, 2);
    const slots = new KeySlots(two.limiter, 2);
    const asks = (key: number) => two.limiter.admits(slots.of(key));
    expect([7, 8, 7, 8].map(asks)).toEqual([true, true, false, false]);
    // 9 takes the place of 7, which is new when it returns in that of 8.
    expect([9, 7, 9].map(asks)).toEqual([true, true, false]);
    expect(clock.value).toBe(0);
    expect(limiter.admits(0)).toBe(true);
  });
});
