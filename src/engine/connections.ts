import { NONE } from "../base/slab";
import { LOGICAL, NO_CALL, REPLYING, TRAVELLING, WORDS_PER_CALL } from "./calls";
import { ConnectionPools } from "./connection-pools";
import { type ConnectionTable, TO_CALLEE, TO_CALLER } from "./connection-table";
import { REJECTED, RESET } from "./outcome";
import type { PlanLink } from "./plan";
import type { Sim } from "./sim";

/** The wire of a call that waits for a connection between the replicas of a pair is this much less the pair. */
const WAITS = -2;

/**
 * Calls on connections, on links whose protocol needs them. A call takes a connection with room, the one that was used
 * last, or waits for one; its messages arrive in the order in which the connection's messages were sent.
 */
export class Connections {
  readonly pools: ConnectionPools;
  /** 1 where calls need a connection. */
  readonly needed: Uint8Array;

  private readonly table: ConnectionTable;
  /** By call: its stream, NONE, or for which pair's connection it waits. NONE again before the call is over. */
  private wires = new Int32Array(1024).fill(NONE);
  private readonly rejectCode: number;

  constructor(private readonly sim: Sim) {
    this.pools = new ConnectionPools(sim, {
      begin: (call, connection) => this.begin(call, connection),
      failed: (call, outcome) => {
        this.setWire(call, NONE);
        sim.flow.lost(call, outcome);
      },
      withdraw: (call) => this.withdraw(call),
      hungUp: (connection) => this.hungUp(connection),
    });
    this.needed = this.pools.needed;
    this.table = this.pools.table;
    // Told at the same instant, but not yet: the caller is still in the middle of calling.
    this.rejectCode = sim.register((call) => sim.flow.lost(call, REJECTED));
  }

  configure(link: PlanLink): void {
    this.pools.configure(link);
  }

  /** Sends a call as soon as there is a connection for it. */
  acquire(call: number): void {
    const { pools } = this;
    const pair = pools.pairOf(call);
    const connection = pools.withRoom(pair);
    if (connection !== NONE) {
      this.begin(call, connection);
      return;
    }
    this.setWire(call, WAITS - pair);
    if (pools.wait(call, pair)) return;
    this.setWire(call, NONE);
    this.sim.soon(this.rejectCode, call, 0);
  }

  /** A message departs for the first time: those sent after it on its connection will not overtake it. */
  departs(call: number): void {
    const stream = this.wire(call);
    if (stream >= 0) this.table.number(stream, this.direction(call));
  }

  /** A message has arrived; `take` hears of it, and of those behind it, once all that were sent before are there. */
  arrived(call: number, take: (call: number) => void): void {
    const { table } = this;
    const stream = this.wire(call);
    if (stream < 0) {
      take(call);
      return;
    }
    const direction = this.direction(call);
    if (!table.isNext(stream, direction)) {
      table.hold(stream, direction);
      return;
    }
    const connection = table.connectionOf(stream);
    const generation = table.generation(connection);
    this.deliver(stream, direction, take);
    this.deliverHeld(connection, generation, direction, take);
  }

  /** The callee's process died after the connection was made: whoever answers there now knows nothing of it. */
  isBroken(call: number): boolean {
    const stream = this.wire(call);
    if (stream < 0) return false;
    return this.pools.isBroken(this.table.connectionOf(stream));
  }

  /** One message goes in place of another. */
  handOver(call: number, to: number): void {
    const stream = this.wire(call);
    if (stream < 0) return;
    this.table.carry(stream, to);
    this.setWire(to, stream);
    this.setWire(call, NONE);
  }

  /** The callee is through with a message that asks for no answer. */
  over(call: number): void {
    const stream = this.wire(call);
    if (stream >= 0) this.release(call, stream);
  }

  /** The caller gives the call up. True when it was never sent: then nothing of it is left to arrive. */
  letGo(call: number): boolean {
    const { calls } = this.sim;
    const stream = this.wire(call);
    if (stream <= WAITS) {
      this.pools.waiting.remove(WAITS - stream, call);
      this.setWire(call, NONE);
      return true;
    }
    if (stream < 0 || this.table.isLoose(stream)) return false;
    const connection = this.table.connectionOf(stream);
    const state = calls.state(call);
    this.table.changeBusy(connection, -1);
    this.table.loosen(stream);
    if (state !== TRAVELLING && state !== REPLYING) this.part(call, stream);
    // Of HTTP/1.1 the next answer on it would be the one nobody wants: the client hangs up.
    if (this.pools.limitsOf(this.table.pair(connection)).streams === 1) this.pools.close(connection);
    else this.pools.offerRoom(connection);
    return false;
  }

  /** TCP has given up sending a message again: the connection is dead, and what came behind it is let through. */
  gaveUp(call: number, take: (call: number) => void): void {
    const stream = this.wire(call);
    if (stream < 0) return;
    const { table } = this;
    const direction = this.direction(call);
    const connection = table.connectionOf(stream);
    const generation = table.generation(connection);
    table.delivered(connection, direction);
    if (!table.isLoose(stream)) table.changeBusy(connection, -1);
    this.pools.close(connection);
    this.part(call, stream);
    this.deliverHeld(connection, generation, direction, take);
  }

  private deliverHeld(connection: number, generation: number, direction: number, take: (call: number) => void): void {
    while (this.table.generation(connection) === generation) {
      const held = this.table.takeHeld(connection, direction);
      if (held === NONE) return;
      this.deliver(held, direction, take);
    }
  }

  private deliver(stream: number, direction: number, take: (call: number) => void): void {
    const { table } = this;
    const call = table.callOf(stream);
    table.delivered(table.connectionOf(stream), direction);
    if (direction === TO_CALLER) this.release(call, stream);
    else if (table.isLoose(stream)) this.part(call, stream);
    take(call);
  }

  private wire(call: number): number {
    const at = call / WORDS_PER_CALL;
    return at < this.wires.length ? this.wires[at] : NONE;
  }

  private setWire(call: number, wire: number): void {
    const at = call / WORDS_PER_CALL;
    if (at >= this.wires.length) {
      const longer = new Int32Array(2 * at).fill(NONE);
      longer.set(this.wires);
      this.wires = longer;
    }
    this.wires[at] = wire;
  }

  private direction(call: number): number {
    return this.sim.calls.state(call) === REPLYING ? TO_CALLER : TO_CALLEE;
  }

  private begin(call: number, connection: number): void {
    this.pools.enter(connection);
    this.setWire(call, this.table.join(connection, call));
    this.sim.network.depart(call);
  }

  /** The answer has come: the call's room is free. */
  private release(call: number, stream: number): void {
    const connection = this.table.connectionOf(stream);
    const isLoose = this.table.isLoose(stream);
    if (!isLoose) {
      this.table.changeBusy(connection, -1);
      if (this.sim.calls.outcome(call) === RESET) this.pools.close(connection);
    }
    this.part(call, stream);
    if (!isLoose) this.pools.offerRoom(connection);
  }

  /** The call has nothing more to do with its connection. */
  private part(call: number, stream: number): void {
    const connection = this.table.connectionOf(stream);
    this.table.leave(stream);
    this.setWire(call, NONE);
    this.pools.dropIfOver(connection);
  }

  /** The caller's process is gone: where the protocol cancels, its callees stop what they did for it. */
  private hungUp(connection: number): void {
    const { table } = this;
    const { calls, cancellations } = this.sim;
    if (cancellations.tells[this.pools.link(connection)] === 0) return;
    for (let stream = table.firstStream(connection); stream !== NONE; ) {
      const next = table.nextStream(stream);
      if (!table.isLoose(stream) && calls.state(table.callOf(stream)) !== REPLYING) this.withdraw(table.callOf(stream));
      stream = next;
    }
  }

  private withdraw(call: number): void {
    const { calls, flow } = this.sim;
    const parent = calls.parent(call);
    flow.withdraw(parent !== NO_CALL && calls.has(parent, LOGICAL) ? parent : call);
  }
}
