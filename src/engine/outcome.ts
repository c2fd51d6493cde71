/**
 * How a call or request ended, as small integers. Every request ends exactly once: ok, or failed for one reason.
 * A failure also carries its cause: the first failure in its call tree.
 */
export const OUTCOMES = [
  "ok",
  "timeout",
  "refused",
  "rejected",
  "breaker open",
  "unavailable",
  "reset",
  "error",
  "dropped",
  "rate limited",
  "dead-lettered",
  "cancelled",
] as const;

export const OK = 0;
/** The caller stopped waiting. */
export const TIMEOUT = 1;
/** Nobody listens: the process is down. Fails fast. */
export const REFUSED = 2;
/** The queue is full. */
export const REJECTED = 3;
export const BREAKER_OPEN = 4;
/** A balancer has no host left, or a database no instance for this query. */
export const UNAVAILABLE = 5;
/** The process died with the call in work. */
export const RESET = 6;
/** An error answer. */
export const ERROR = 7;
/** A message given up by its queue (expired, overflowed, or delivered too often), or a datagram lost that nobody waits for. */
export const DROPPED = 8;
/** More requests than the callee's rate limit allows. */
export const RATE_LIMITED = 9;
/** A message that its queue gave up, and that now lies in another queue. */
export const DEAD_LETTERED = 10;
/** Its caller took it back before it was answered; only callees and callers that were themselves cancelled count it. */
export const CANCELLED = 11;
