import { pressedLink } from "../../testing/stage";

/** Little room on few connections and for few that wait; idle for longer than allowed between calls; a slow line. */
export const stages = [
  pressedLink({ maxStreams: 2, maxConnections: 2, maxPending: 3, idleTimeoutMs: 5 }),
  pressedLink({ idleTimeoutMs: 5 }, { bandwidthMbitPerSecond: 20, lossRatio: 0.02 }),
];
