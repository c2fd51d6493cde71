/** What a gate says of a call that it keeps until it passes or refuses it. */
export const HELD = -1;

/**
 * What a call has to get through at its caller before it is sent, such as a breaker or a limit on calls at once. A link
 * has its gates in a row, the outermost first; each attempt of a call goes through all of them.
 */
export interface Gate {
  /** Lets the call on (OK), keeps it (HELD), or names why not. */
  enter(call: number): number;
  /** A call that it let on or keeps (`held`) has ended for its caller. Not told of those that it refused itself. */
  left(call: number, outcome: number, held: boolean): void;
  /** The time is up that it asked for with `PolicedCalls.keepUntil`. */
  due?(call: number): void;
}

/** What follows the end of an attempt. */
export const FINISH = 0;
/** Another attempt, `scratch.value` from now [ms]. */
export const AGAIN = 1;
/** Others are under way. */
export const WAIT = 2;

/** Makes several attempts of one call: a retry, a hedge. */
export interface Repeater {
  /** An attempt begins. */
  began(call: number): void;
  /** An attempt has ended, or is given up. */
  left(call: number, attempt: number, outcome: number): void;
  /** An attempt has ended by itself: FINISH, AGAIN or WAIT. */
  decide(call: number, attempt: number, outcome: number): number;
  /** The call is over, or goes on without further attempts. */
  over(call: number): void;
  /** The time has come that it asked for with `PolicedCalls.repeatAt`. */
  due?(call: number): void;
}

/** The call stays failed; or it is answered by the caller itself; any other number is the link to call instead. */
export const FAILED_FOR_GOOD = -1;
export const ANSWERED_HERE = -2;

/** What a caller does about a call that has failed for good. */
export interface Fallback {
  rescue(call: number): number;
  /** The call over the other link has ended. */
  rescued(call: number, outcome: number): void;
  /** The call itself was answered. */
  answered(call: number): void;
}
