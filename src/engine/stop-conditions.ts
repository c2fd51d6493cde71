/** Named conditions of replicas by which faults stop processes; above 0 while such a fault is active. */
export const GRACEFUL_STOP = "graceful-stop";
/** Of a graceful stop: how long it may finish its work [ms]. */
export const GRACE_MS = "graceful-stop grace";
/** Above 0 where replicas of a node stop one after another, each coming back before the next goes. */
export const ROLLING = "graceful-stop rolling";
/** Of a rolling stop: from the end of the process until it is ready again [ms]. */
export const BOOT_MS = "graceful-stop boot";
export const RESTART_LOOP = "restart-loop";
/** Of a restart loop: how long the process lives each time [ms]. */
export const RUNS_MS = "restart-loop runs";
/** The first pause before a restart, which doubles each time, and the longest [ms]. */
export const BACK_OFF_MS = "restart-loop back-off";
export const LONGEST_BACK_OFF_MS = "restart-loop longest";
