import type { Cell } from "../base/cell";
import type { Keeper, Memento } from "../base/memento";
import { NO_RECORD } from "./recorded-needs";

/** Where a call is in its life. */
export const FREE = 0;
/** The request travels to the callee. */
export const TRAVELLING = 1;
/** Waiting for a slot at the callee. */
export const QUEUED = 2;
/** In work. */
export const WORKING = 3;
/** Alive without working: waiting for calls of its own, or for its next attempt. */
export const WAITING = 4;
/** The answer travels back. */
export const REPLYING = 5;
/** Answered; kept only until everything that refers to it is gone. */
export const DONE = 6;

/** The caller gave up on it; its answer will be late. */
export const ABANDONED = 1;
/** A call with retries: its attempts are calls of their own, whose parent it is. */
export const LOGICAL = 2;
/** Its hops are shown. */
export const TRACED = 4;
/** A delivery by a broker rather than a request. */
export const MESSAGE = 8;
/** It gave its slot back while it waits for calls (non-blocking servers). */
export const SLOTLESS = 16;
/** A datagram that will never arrive. */
export const LOST = 32;
/** A message at rest in a broker; calls made for it are its deliveries. */
export const STORED = 64;

/** Its caller has taken it back, and the callee will hear of that as soon as the request arrives. */
export const TAKEN_BACK = 128;
const DETACHED = 256;
const ONE_WAY = 512;
/** Work of a replica on its own account, such as a refresh: no request is at the node for it, and it holds no slot. */
export const BACKGROUND = 1024;

export const NO_CALL = -1;

/** 32-bit words of one record. */
export const WORDS_PER_CALL = 20;
const WORDS = WORDS_PER_CALL;
// Words 0 to 5 are three doubles: when it was sent, when it arrived, and the end of the work in progress.
/** State in bits 0 to 3, flags in 4 to 19, outcome in 20 to 25, cause in 26 to 31. */
const STATUS = 6;
const LINK = 7;
const PARENT = 8;
const REPLICA = 9;
const GENERATION = 10;
const NEXT = 11;
/** References in the low half, pending calls in the high one. */
const COUNTS = 12;
/** Operation in the low half, step in the high one. */
const PLACE = 13;
const KEY = 14;
const PREV = 15;
const AUX = 16;
const RECORD = 17;
const SIBLING = 18;
/** Attempt in the low half; in the high one where it stands among its caller's gates, or a delivery's lane. */
const ATTEMPT = 19;

// Parts of those words.
const LOW = 0xffff;
const STATE = 0xf;
const FLAGS = 0xffff;
const FLAGS_AT = 4;
const OUTCOME = 0x3f;
const OUTCOME_AT = 20;
const CAUSE_AT = 26;
const BELOW_OUTCOME = (1 << OUTCOME_AT) - 1;
const GATES_AT = 16;
const ENTERED = 0x3f;
const HELD_BACK = 1 << 22;
const LET_GO = 1 << 23;

/** Live state of one call [bytes]. */
export const BYTES_PER_CALL = 4 * WORDS;

/**
 * All calls in flight: records of 80 bytes side by side in one buffer, so that a call costs one or two cache lines
 * wherever it is touched, and a free list through them. A call lives from its start at the caller until nothing
 * refers to it. Its handle is the offset of its record in 32-bit words.
 *
 * What every hop touches comes first, so that it is mostly one cache line. Small fields share a word, so that they are
 * written and tested together.
 */
export class Calls implements Keeper {
  /** Calls alive. */
  live = 0;
  private f64 = new Float64Array(0);
  private i32: Int32Array<ArrayBuffer> = new Int32Array(0);
  private free = NO_CALL;
  private grown: ((generations: Int32Array) => void) | null = null;

  constructor(capacity = 1024) {
    this.grow(capacity);
  }

  /** Hands over each call's generation at its handle, now and whenever the records have moved. */
  onGrow(grown: (generations: Int32Array) => void): void {
    this.grown = grown;
    grown(this.generations());
  }

  private generations(): Int32Array {
    return new Int32Array(this.i32.buffer, GENERATION * Int32Array.BYTES_PER_ELEMENT);
  }

  /** When its request was sent [ms]. */
  sentMs(call: number): number {
    return this.f64[call >> 1];
  }
  /** When it arrived at the callee [ms]. */
  arrivedMs(call: number): number {
    return this.f64[((call >> 1) + 1) | 0];
  }
  /** End of the work in progress [ms]; a completion event at any other time is stale. */
  dueMs(call: number): number {
    return this.f64[((call >> 1) + 2) | 0];
  }
  /** The call in whose service this one was made, or NO_CALL at the root. */
  parent(call: number): number {
    return this.i32[(call + PARENT) | 0];
  }
  link(call: number): number {
    return this.i32[(call + LINK) | 0];
  }
  /** Replica of the callee over all nodes, -1 until chosen. */
  replica(call: number): number {
    return this.i32[(call + REPLICA) | 0];
  }
  key(call: number): number {
    return this.i32[(call + KEY) | 0];
  }
  /** Rises whenever the record is freed, so that a pending timer can tell that its call is gone. */
  generation(call: number): number {
    return this.i32[(call + GENERATION) | 0];
  }
  next(call: number): number {
    return this.i32[(call + NEXT) | 0];
  }
  prev(call: number): number {
    return this.i32[(call + PREV) | 0];
  }
  /** Belongs to whoever serves the call. */
  aux(call: number): number {
    return this.i32[(call + AUX) | 0];
  }
  /** The line of a recording that the request came from, or NO_RECORD; calls made for it inherit it. */
  record(call: number): number {
    return this.i32[(call + RECORD) | 0];
  }
  /** The next of the calls that its caller may still cancel together. */
  sibling(call: number): number {
    return this.i32[(call + SIBLING) | 0];
  }
  operation(call: number): number {
    return this.i32[(call + PLACE) | 0] & LOW;
  }
  /** How far the callee's work on it has come, in the callee's own terms. */
  step(call: number): number {
    return this.i32[(call + PLACE) | 0] >>> 16;
  }
  /** What refers to the record: itself until it is over, and each call made for it. */
  references(call: number): number {
    return this.i32[(call + COUNTS) | 0] & LOW;
  }
  isAlive(call: number): boolean {
    return (this.i32[(call + STATUS) | 0] & STATE) !== FREE;
  }
  /** Children whose answer is awaited. */
  pending(call: number): number {
    return this.i32[(call + COUNTS) | 0] >>> 16;
  }
  attempt(call: number): number {
    return this.i32[(call + ATTEMPT) | 0] & LOW;
  }
  /** Of a call over a link with policies: how many of the caller's gates it has entered. */
  gates(call: number): number {
    return (this.i32[(call + ATTEMPT) | 0] >> GATES_AT) & ENTERED;
  }
  /** It was kept at a gate, and has not left its caller. */
  isHeld(call: number): boolean {
    return (this.i32[(call + ATTEMPT) | 0] & HELD_BACK) !== 0;
  }
  /** The gate that kept it has let it go, but its caller's process is paused. */
  isLetGo(call: number): boolean {
    return (this.i32[(call + ATTEMPT) | 0] & LET_GO) !== 0;
  }
  outcome(call: number): number {
    return (this.i32[(call + STATUS) | 0] >> OUTCOME_AT) & OUTCOME;
  }
  cause(call: number): number {
    return this.i32[(call + STATUS) | 0] >>> CAUSE_AT;
  }
  state(call: number): number {
    return this.i32[(call + STATUS) | 0] & STATE;
  }
  flags(call: number): number {
    return (this.i32[(call + STATUS) | 0] >> FLAGS_AT) & FLAGS;
  }
  has(call: number, flag: number): boolean {
    return (this.i32[(call + STATUS) | 0] & (flag << FLAGS_AT)) !== 0;
  }

  /** It is what is left of a call's work after an early answer: nobody waits for it. */
  isDetached(call: number): boolean {
    return this.has(call, DETACHED);
  }
  detach(call: number): void {
    this.setFlag(call, DETACHED);
  }
  /** Sent without waiting for what becomes of it: its caller has long been told that all is well. */
  isOneWay(call: number): boolean {
    return this.has(call, ONE_WAY);
  }
  setOneWay(call: number): void {
    this.setFlag(call, ONE_WAY);
  }

  /**
   * Deliveries of one lane, a partition's, are to be worked one after another; 0 is none. Brokers' links carry no
   * policies, so that their deliveries know no gates.
   */
  lane(call: number): number {
    return this.i32[(call + ATTEMPT) | 0] >>> 16;
  }
  setLane(call: number, lane: number): void {
    this.i32[(call + ATTEMPT) | 0] = (this.i32[(call + ATTEMPT) | 0] & LOW) | (lane << 16);
  }

  setParent(call: number, parent: number): void {
    this.i32[(call + PARENT) | 0] = parent | 0;
  }
  setReplica(call: number, replica: number): void {
    this.i32[(call + REPLICA) | 0] = replica | 0;
  }
  setNext(call: number, next: number): void {
    this.i32[(call + NEXT) | 0] = next | 0;
  }
  setPrev(call: number, prev: number): void {
    this.i32[(call + PREV) | 0] = prev | 0;
  }
  setAux(call: number, aux: number): void {
    this.i32[(call + AUX) | 0] = aux | 0;
  }
  setRecord(call: number, record: number): void {
    this.i32[(call + RECORD) | 0] = record | 0;
  }
  setSibling(call: number, sibling: number): void {
    this.i32[(call + SIBLING) | 0] = sibling | 0;
  }
  /** Writes `arrivedMs` from `clock.value`: a double argument would be boxed where the call is not inlined. */
  stampArrived(call: number, clock: Cell): void {
    this.f64[((call >> 1) + 1) | 0] = clock.value;
  }
  stampDue(call: number, due: Cell): void {
    this.f64[((call >> 1) + 2) | 0] = due.value;
  }
  setStep(call: number, step: number): void {
    this.i32[(call + PLACE) | 0] = (this.i32[(call + PLACE) | 0] & LOW) | (step << 16);
  }
  setPending(call: number, pending: number): void {
    this.i32[(call + COUNTS) | 0] = (this.i32[(call + COUNTS) | 0] & LOW) | (pending << 16);
  }
  setAttempt(call: number, attempt: number): void {
    this.i32[(call + ATTEMPT) | 0] = (this.i32[(call + ATTEMPT) | 0] & ~LOW) | attempt;
  }
  /** The call has entered so many gates, and is kept at none. */
  setGates(call: number, entered: number): void {
    this.i32[(call + ATTEMPT) | 0] = (this.i32[(call + ATTEMPT) | 0] & LOW) | (entered << GATES_AT);
  }
  hold(call: number): void {
    this.i32[(call + ATTEMPT) | 0] |= HELD_BACK;
  }
  letGo(call: number): void {
    this.i32[(call + ATTEMPT) | 0] |= LET_GO;
  }
  setState(call: number, state: number): void {
    this.i32[(call + STATUS) | 0] = (this.i32[(call + STATUS) | 0] & ~STATE) | state;
  }
  setFlag(call: number, flag: number): void {
    this.i32[(call + STATUS) | 0] |= flag << FLAGS_AT;
  }
  clearFlag(call: number, flag: number): void {
    this.i32[(call + STATUS) | 0] &= ~(flag << FLAGS_AT);
  }
  setOutcome(call: number, outcome: number, cause: number): void {
    this.i32[(call + STATUS) | 0] = (this.i32[(call + STATUS) | 0] & BELOW_OUTCOME) | (outcome << OUTCOME_AT) | (cause << CAUSE_AT);
  }

  /** A fresh record, sent at `clock.value`, in state TRAVELLING, whose one reference is the call itself. */
  allocate(parent: number, link: number, operation: number, key: number, replica: number, clock: Cell): number {
    if (this.free === NO_CALL) this.grow((2 * this.i32.length) / WORDS);
    const call = this.free;
    const { i32 } = this;
    this.free = i32[(call + NEXT) | 0];
    this.live++;
    this.f64[call >> 1] = clock.value;
    i32[(call + PARENT) | 0] = parent | 0;
    i32[(call + LINK) | 0] = link | 0;
    i32[(call + REPLICA) | 0] = replica | 0;
    i32[(call + KEY) | 0] = key | 0;
    i32[(call + NEXT) | 0] = NO_CALL;
    i32[(call + PREV) | 0] = NO_CALL;
    i32[(call + AUX) | 0] = NO_CALL;
    i32[(call + RECORD) | 0] = parent === NO_CALL ? NO_RECORD : i32[(parent + RECORD) | 0];
    i32[(call + PLACE) | 0] = operation | 0;
    i32[(call + COUNTS) | 0] = 1;
    i32[(call + ATTEMPT) | 0] = 0;
    i32[(call + STATUS) | 0] = TRAVELLING;
    return call;
  }

  /** The callee answers. */
  startReply(call: number, outcome: number, cause: number): void {
    const { i32 } = this;
    const flags = i32[(call + STATUS) | 0] & (FLAGS << FLAGS_AT);
    i32[(call + STATUS) | 0] = REPLYING | flags | (outcome << OUTCOME_AT) | (cause << CAUSE_AT);
  }

  /** Work begins, to end at `due.value`; returns the generation that its completion event carries. */
  startWork(call: number, due: Cell): number {
    this.f64[((call >> 1) + 2) | 0] = due.value;
    const { i32 } = this;
    i32[(call + STATUS) | 0] = (i32[(call + STATUS) | 0] & ~STATE) | WORKING;
    return i32[(call + GENERATION) | 0];
  }

  /** Whether the completion event of this generation means the work in progress, whose end is now. */
  endsWork(call: number, generation: number, clock: Cell): boolean {
    return (
      this.i32[(call + GENERATION) | 0] === generation &&
      (this.i32[(call + STATUS) | 0] & STATE) === WORKING &&
      this.f64[((call >> 1) + 2) | 0] === clock.value
    );
  }

  /** One more refers to the record: a child in flight. */
  retain(call: number): void {
    this.i32[(call + COUNTS) | 0]++;
  }

  /** Drops one reference; the last one frees the record. */
  release(call: number): void {
    const { i32 } = this;
    const references = i32[(call + COUNTS) | 0] - 1;
    i32[(call + COUNTS) | 0] = references;
    if ((references & LOW) !== 0) return;
    i32[(call + STATUS) | 0] = FREE;
    i32[(call + GENERATION) | 0]++;
    i32[(call + NEXT) | 0] = this.free;
    this.free = call;
    this.live--;
  }

  /** The first record, and with `after` each next one, alive or not; NO_CALL behind the last. */
  after(call: number): number {
    const next = call === NO_CALL ? 0 : call + WORDS;
    return next < this.i32.length ? next : NO_CALL;
  }

  memento(): Memento {
    const words = this.i32.slice();
    const { free, live } = this;
    return {
      restore: () => {
        if (words.length === this.i32.length) this.i32.set(words);
        else this.view(words.slice());
        this.free = free;
        this.live = live;
      },
      bytes: words.byteLength,
    };
  }

  private view(i32: Int32Array<ArrayBuffer>): void {
    this.i32 = i32;
    this.f64 = new Float64Array(i32.buffer);
    this.grown?.(this.generations());
  }

  private grow(records: number): void {
    const from = this.i32.length;
    const i32 = new Int32Array(records * WORDS);
    i32.set(this.i32);
    this.view(i32);
    for (let call = i32.length - WORDS; call >= from; call -= WORDS) {
      i32[(call + NEXT) | 0] = this.free;
      this.free = call;
    }
  }
}
