import type { Cell } from "../base/cell";
import { NONE, Slab } from "../base/slab";

// A connection's words. Word 0 is the slab's while the record is free.
const PAIR = 1;
const STATE = 2;
const BUSY = 3;
const NEXT = 4;
const PREV = 5;
const IS_LISTED = 6;
const FIRST_STREAM = 7;
const STEP = 8;
const TRIES = 9;
const EPOCH = 10;
const GENERATION = 11;
const REFUSED_BY_PEER = 12;
/** Two words each, by direction: messages sent, messages delivered, the first one held back. */
const SENT = 13;
const DELIVERED = 15;
const HELD = 17;
const CONNECTION_WORDS = 20;

// A stream's words.
const CONNECTION = 1;
const CALL = 2;
const STREAM_NEXT = 3;
const STREAM_PREV = 4;
const SEQUENCE = 5;
const HELD_NEXT = 6;
const IS_LOOSE = 7;
const STREAM_WORDS = 8;

/** States of a connection; a closed one is kept while messages on it are still under way. */
export const GONE = 0;
export const OPENING = 1;
export const OPEN = 2;
export const CLOSED = 3;

/** Directions of a connection. */
export const TO_CALLEE = 0;
export const TO_CALLER = 1;

/** The records of connections and of the calls on them ("streams"), as handles and integers. */
export class ConnectionTable {
  private readonly connections = new Slab(CONNECTION_WORDS);
  private readonly streams = new Slab(STREAM_WORDS);
  /** Since when a connection is idle [ms], by record. */
  private idleSince = new Float64Array(16);
  private generations = 0;

  /** A connection of a pair of replicas, opening. */
  open(pair: number): number {
    const at = this.connections.allocate();
    const { words } = this.connections;
    words[at + PAIR] = pair;
    words[at + STATE] = OPENING;
    words[at + NEXT] = NONE;
    words[at + PREV] = NONE;
    words[at + FIRST_STREAM] = NONE;
    words[at + HELD] = NONE;
    words[at + HELD + 1] = NONE;
    words[at + GENERATION] = ++this.generations;
    if (this.idleSince.length * CONNECTION_WORDS < words.length) {
      const longer = new Float64Array(words.length / CONNECTION_WORDS);
      longer.set(this.idleSince);
      this.idleSince = longer;
    }
    return at;
  }

  drop(connection: number): void {
    this.connections.words[connection + STATE] = GONE;
    this.connections.words[connection + GENERATION] = 0;
    this.connections.release(connection);
  }

  pair(connection: number): number {
    return this.connections.words[connection + PAIR];
  }
  state(connection: number): number {
    return this.connections.words[connection + STATE];
  }
  setState(connection: number, state: number): void {
    this.connections.words[connection + STATE] = state;
  }
  /** Calls that take up room on it. */
  busy(connection: number): number {
    return this.connections.words[connection + BUSY];
  }
  changeBusy(connection: number, by: number): void {
    this.connections.words[connection + BUSY] += by;
  }
  /** Tells apart connections that had the same record, so that an old event finds that its own is gone. */
  generation(connection: number): number {
    return this.connections.words[connection + GENERATION];
  }
  /** How often the callee's process had died before the connection was made. */
  epoch(connection: number): number {
    return this.connections.words[connection + EPOCH];
  }
  setEpoch(connection: number, epoch: number): void {
    this.connections.words[connection + EPOCH] = epoch;
  }
  /** Messages of its set-up that have arrived. */
  step(connection: number): number {
    return this.connections.words[connection + STEP];
  }
  setStep(connection: number, step: number): void {
    this.connections.words[connection + STEP] = step;
    this.connections.words[connection + TRIES] = 0;
  }
  /** How often the present message of its set-up was lost. */
  tries(connection: number): number {
    return this.connections.words[connection + TRIES];
  }
  /** Counts one more loss; returns how many there were before. */
  tryAgain(connection: number): number {
    return this.connections.words[connection + TRIES]++;
  }
  isRefused(connection: number): boolean {
    return this.connections.words[connection + REFUSED_BY_PEER] === 1;
  }
  refuse(connection: number): void {
    this.connections.words[connection + REFUSED_BY_PEER] = 1;
  }
  idleSinceMs(connection: number): number {
    return this.idleSince[connection / CONNECTION_WORDS];
  }
  stampIdle(connection: number, clock: Cell): void {
    this.idleSince[connection / CONNECTION_WORDS] = clock.value;
  }

  /** Puts it at the head of its pair's list of connections with room; `heads` is by pair. */
  list(connection: number, heads: Int32Array): void {
    const { words } = this.connections;
    if (words[connection + IS_LISTED] === 1) return;
    const pair = words[connection + PAIR];
    const next = heads[pair];
    words[connection + IS_LISTED] = 1;
    words[connection + NEXT] = next;
    words[connection + PREV] = NONE;
    if (next !== NONE) words[next + PREV] = connection;
    heads[pair] = connection;
  }

  unlist(connection: number, heads: Int32Array): void {
    const { words } = this.connections;
    if (words[connection + IS_LISTED] === 0) return;
    const next = words[connection + NEXT];
    const prev = words[connection + PREV];
    words[connection + IS_LISTED] = 0;
    if (prev === NONE) heads[words[connection + PAIR]] = next;
    else words[prev + NEXT] = next;
    if (next !== NONE) words[next + PREV] = prev;
  }

  /** A call joins the connection; returns its stream. */
  join(connection: number, call: number): number {
    const stream = this.streams.allocate();
    const { words } = this.streams;
    const first = this.connections.words[connection + FIRST_STREAM];
    words[stream + CONNECTION] = connection;
    words[stream + CALL] = call;
    words[stream + STREAM_NEXT] = first;
    words[stream + STREAM_PREV] = NONE;
    words[stream + HELD_NEXT] = NONE;
    if (first !== NONE) words[first + STREAM_PREV] = stream;
    this.connections.words[connection + FIRST_STREAM] = stream;
    return stream;
  }

  leave(stream: number): void {
    const { words } = this.streams;
    const next = words[stream + STREAM_NEXT];
    const prev = words[stream + STREAM_PREV];
    if (prev === NONE) this.connections.words[words[stream + CONNECTION] + FIRST_STREAM] = next;
    else words[prev + STREAM_NEXT] = next;
    if (next !== NONE) words[next + STREAM_PREV] = prev;
    this.streams.release(stream);
  }

  firstStream(connection: number): number {
    return this.connections.words[connection + FIRST_STREAM];
  }
  nextStream(stream: number): number {
    return this.streams.words[stream + STREAM_NEXT];
  }
  connectionOf(stream: number): number {
    return this.streams.words[stream + CONNECTION];
  }
  callOf(stream: number): number {
    return this.streams.words[stream + CALL];
  }
  /** The stream is another call's from now on. */
  carry(stream: number, call: number): void {
    this.streams.words[stream + CALL] = call;
  }
  /** Its caller has let go of it, and only a message under way still needs its place in the order. */
  isLoose(stream: number): boolean {
    return this.streams.words[stream + IS_LOOSE] === 1;
  }
  loosen(stream: number): void {
    this.streams.words[stream + IS_LOOSE] = 1;
  }

  /** A message departs: it takes its place in the order. */
  number(stream: number, direction: number): void {
    const at = this.connectionOf(stream) + SENT + direction;
    this.streams.words[stream + SEQUENCE] = this.connections.words[at]++;
  }

  isNext(stream: number, direction: number): boolean {
    return this.streams.words[stream + SEQUENCE] === this.connections.words[this.connectionOf(stream) + DELIVERED + direction];
  }

  delivered(connection: number, direction: number): void {
    this.connections.words[connection + DELIVERED + direction]++;
  }

  /** Keeps an arrived message back until those sent before it have arrived. */
  hold(stream: number, direction: number): void {
    const { words } = this.streams;
    const head = this.connectionOf(stream) + HELD + direction;
    let before = NONE;
    let after = this.connections.words[head];
    while (after !== NONE && words[after + SEQUENCE] < words[stream + SEQUENCE]) {
      before = after;
      after = words[after + HELD_NEXT];
    }
    words[stream + HELD_NEXT] = after;
    if (before === NONE) this.connections.words[head] = stream;
    else words[before + HELD_NEXT] = stream;
  }

  /** The first message held back whose turn has come, no longer held; NONE when there is none. */
  takeHeld(connection: number, direction: number): number {
    const { words } = this.connections;
    const head = connection + HELD + direction;
    const stream = words[head];
    if (stream === NONE || !this.isNext(stream, direction)) return NONE;
    words[head] = this.streams.words[stream + HELD_NEXT];
    return stream;
  }

  /** The first connection, and with `after` each next one, in no order that matters; NONE behind the last. */
  after(connection: number): number {
    const { words } = this.connections;
    let at = connection === NONE ? 0 : connection + CONNECTION_WORDS;
    while (at < words.length && words[at + STATE] === GONE) at += CONNECTION_WORDS;
    return at < words.length ? at : NONE;
  }
}
