/** Hops that the canvas can show in one wall second before dots become a smear. */
export const MAX_HOPS_PER_SECOND = 160;
/** Below this share of the maximum there is room to show twice as many. */
const ROOMY = 0.35;
/** Faster than this no eye follows a message. */
export const MAX_WATCHABLE_SPEED = 50;
const PERIOD_MS = 250;
const MAX_ONE_IN = 2 ** 30;

/** Decides which share of the requests shows its hops, as a power of two: "1 in N". */
export interface HopSampler {
  /** The share for a speed, from here on; 0 shows none. */
  begin(speed: number): number;
  /** Counts hops that were sent; a new share when the rate asks for one, else null. */
  count(hops: number): number | null;
}

export function createHopSampler(now: () => number): HopSampler {
  let oneIn = 1;
  let watchable = true;
  let hopsInPeriod = 0;
  let periodStart = 0;
  const restartPeriod = () => {
    hopsInPeriod = 0;
    periodStart = now();
  };
  return {
    begin(speed) {
      watchable = speed <= MAX_WATCHABLE_SPEED;
      restartPeriod();
      return watchable ? oneIn : 0;
    },
    count(hops) {
      if (!watchable) return null;
      hopsInPeriod += hops;
      const elapsed = now() - periodStart;
      if (elapsed < PERIOD_MS) return null;
      const perSecond = (hopsInPeriod * 1000) / elapsed;
      const before = oneIn;
      if (perSecond > MAX_HOPS_PER_SECOND) {
        oneIn = Math.min(MAX_ONE_IN, oneIn * 2 ** Math.ceil(Math.log2(perSecond / MAX_HOPS_PER_SECOND)));
      } else if (perSecond < MAX_HOPS_PER_SECOND * ROOMY) {
        oneIn = Math.max(1, oneIn / 2);
      }
      restartPeriod();
      return oneIn === before ? null : oneIn;
    },
  };
}
