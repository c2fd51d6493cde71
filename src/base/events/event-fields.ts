import { Cell } from "../cell";
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
 * What crosses from the event queue to its parts and back. Times and keys are handed over in cells, since a double that
 * crosses a call which is not inlined is boxed. An object of its own, complete before any part is made: an engine then
 * knows its shape wherever a part refers to it.
 */
export class EventFields {
  /** Time of the event to push [ms]. */
  readonly due = new Cell();
  /** Key of the event to push. */
  readonly key = new Cell();
  poppedCode = 0;
  poppedA = 0;
  poppedB = 0;
  /** What the events' `a` refers to, at that place. */
  generations: Int32Array = new Int32Array(0);

  /** @param poppedTime time of the event taken last [ms] */
  constructor(readonly poppedTime: Cell) {}
}
