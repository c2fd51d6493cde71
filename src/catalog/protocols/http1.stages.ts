import { pressedLink } from "../../testing/stage";

/** Few connections and room for few that wait; idle for longer than allowed between calls; a slow line. */
export const stages = [
  pressedLink({ maxConnections: 2, maxPending: 3, idleTimeoutMs: 20 }),
  pressedLink({ idleTimeoutMs: 20 }, { bandwidthMbitPerSecond: 20 }),
];
