/** What priority levels have and get; one entry per level, level 0 first. */
export interface LevelShares {
  /** Hosts that receive by all checks, and hosts that there are. */
  readonly up: Int32Array;
  readonly hosts: Int32Array;
  /** Each level's share of the requests, 0..1; together 1. */
  readonly load: Float64Array;
  /** 1 where a level is so short of healthy hosts that it sends to all of them. */
  readonly panics: Uint8Array;
}

export function levelShares(levels: number): LevelShares {
  return {
    up: new Int32Array(levels),
    hosts: new Int32Array(levels),
    load: new Float64Array(levels),
    panics: new Uint8Array(levels),
  };
}

/**
 * Shares requests out over the levels (Envoy docs, Priority levels and Panic threshold): a level takes its healthy
 * share times the factor, the next ones take what is left; too few in all, and each takes in proportion. Only then
 * may levels panic, and when all of them do, their shares follow their hosts, healthy or not.
 */
export function shareOut({ up, hosts, load, panics }: LevelShares, factor: number, panicThreshold: number): void {
  const healthOf = (level: number) => (hosts[level] === 0 ? 0 : Math.min(1, (factor * up[level]) / hosts[level]));
  let total = 0;
  let everybody = 0;
  for (let level = 0; level < load.length; level++) {
    total += healthOf(level);
    everybody += hosts[level];
  }
  const isEnough = total >= 1;
  if (isEnough) total = 1;
  let left = 1;
  let panicking = true;
  for (let level = 0; level < load.length; level++) {
    load[level] = total === 0 ? 0 : Math.min(left, healthOf(level) / total);
    left -= load[level];
    panics[level] = !isEnough && hosts[level] > 0 && up[level] < panicThreshold * hosts[level] ? 1 : 0;
    if (panics[level] === 0 && hosts[level] > 0) panicking = false;
  }
  if (panicking && everybody > 0) {
    for (let level = 0; level < load.length; level++) load[level] = hosts[level] / everybody;
  } else if (total === 0) {
    load[0] = 1;
  }
}
