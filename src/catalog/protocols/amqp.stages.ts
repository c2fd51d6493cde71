import { pressedLink } from "../../testing/stage";

/** A slow line, and processes that die, so that connections are set up again. */
export const stages = [pressedLink({}, { bandwidthMbitPerSecond: 20 })];
