import type { Cell } from "../cell";
/**
 * A key is the sequence number, a mark of lanes, and the operation code, in one double: the sequence stays exact below
 * 2^44, which is 20 days at 10 million events a second.
 */
export const KEYS_PER_SEQUENCE = 512;
/** Set in the key of an event that stands for a lane, whose index is its `a`. */
export const LANE_MARK = 256;
/** All of a key but the sequence. */
export const KEY_BITS = 511;
export const CODE_MASK = 255;

/**
 * What crosses from the event queue to its parts and back. Times and keys go through arrays, since a double that
 * crosses a call which is not inlined is boxed.
 */
export interface EventFields {
  /** Time of the event to push [ms]. */
  readonly due: Cell;
  /** Key of the event to push. */
  readonly key: Cell;
  /** Time of the event taken last [ms]. */
  readonly poppedTime: Cell;
  poppedCode: number;
  poppedA: number;
  poppedB: number;
  /** What the events' `a` refers to, at that place. */
  generations: Int32Array;
}
