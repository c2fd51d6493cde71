import { NONE } from "../base/slab";
import { CallLists } from "./call-lists";
import { LOGICAL, NO_CALL, REPLYING, TRAVELLING, WORDS_PER_CALL } from "./calls";
import { CLOSED, ConnectionTable, OPEN, OPENING, TO_CALLEE, TO_CALLER } from "./connection-table";
import { Handshakes } from "./handshakes";
import { REJECTED, RESET, UNAVAILABLE } from "./outcome";
import type { PlanConnections, PlanLink } from "./plan";
import type { Sim } from "./sim";

/** The wire of a call that waits for a connection between the replicas of a pair is this much less the pair. */
const WAITS = -2;

/** By link: connections open at the moment, and calls that wait for one. */
export interface ConnectionsNow {
  readonly open: Float64Array;
  readonly waiting: Float64Array;
}

/**
 * Connections between pairs of replicas, on links whose protocol needs them. A call takes a connection with room, the
 * one that was used last; where there is none it waits, and one more is set up while the limit allows.
 */
export class Connections {
  /** 1 where calls need a connection. */
  readonly needed: Uint8Array;

  private readonly table = new ConnectionTable();
  /** By call: its stream, NONE, or for which pair's connection it waits. NONE again before the call is over. */
  private wires = new Int32Array(1024).fill(NONE);
  private readonly handshakes: Handshakes;
  private readonly limits: (PlanConnections | null)[] = [];
  /** By link: its first pair; pairs go by calling replica, then by called one. */
  private readonly firstPair: Int32Array;
  /** By pair. */
  private readonly linkOf: Int32Array;
  private readonly callerOf: Int32Array;
  private readonly calleeOf: Int32Array;
  private readonly roomy: Int32Array;
  private readonly count: Int32Array;
  private readonly opening: Int32Array;
  private readonly waiting: CallLists;
  /** By replica: how often its process has died, and whether it was down when last looked at. */
  private readonly deaths: Int32Array;
  private readonly wasDown: Uint8Array;
  /** By link: connections set up so far; calls that had to wait for one, and for how long in all [ms]. */
  readonly opened: Float64Array;
  readonly waits: Float64Array;
  readonly waitedMs: Float64Array;
  private readonly dnsFailure: Float64Array;
  private readonly rejectCode: number;
  private readonly unresolvedCode: number;
  private readonly hangUpCode: number;

  constructor(private readonly sim: Sim) {
    const { links, nodes, replicas } = sim.plan;
    this.needed = new Uint8Array(links.length);
    this.firstPair = new Int32Array(links.length);
    const pairs: { link: number; caller: number; callee: number }[] = [];
    for (const link of links) {
      this.limits[link.index] = link.protocol.connections;
      if (link.protocol.connections === null) continue;
      this.needed[link.index] = 1;
      this.firstPair[link.index] = pairs.length;
      const [from, to] = [nodes[link.from], nodes[link.to]];
      for (let caller = 0; caller < from.replicas; caller++) {
        for (let callee = 0; callee < to.replicas; callee++) {
          // Users have no process of their own that could die.
          const process = from.in.length > 0 ? from.replicaBase + caller : NONE;
          pairs.push({ link: link.index, caller: process, callee: to.replicaBase + callee });
        }
      }
    }
    this.linkOf = Int32Array.from(pairs, ({ link }) => link);
    this.callerOf = Int32Array.from(pairs, ({ caller }) => caller);
    this.calleeOf = Int32Array.from(pairs, ({ callee }) => callee);
    this.roomy = new Int32Array(pairs.length).fill(NONE);
    this.count = new Int32Array(pairs.length);
    this.opening = new Int32Array(pairs.length);
    this.waiting = new CallLists(sim.calls, pairs.length);
    this.deaths = new Int32Array(replicas);
    this.wasDown = new Uint8Array(replicas);
    this.opened = new Float64Array(links.length);
    this.waits = new Float64Array(links.length);
    this.waitedMs = new Float64Array(links.length);
    this.dnsFailure = sim.conditions.column("links", "dns-failure");
    this.handshakes = new Handshakes(sim, this.table, {
      opened: (connection) => this.hasOpened(connection),
      failed: (connection, outcome) => this.hasFailed(connection, outcome),
      link: (connection) => this.linkOf[this.table.pair(connection)],
      callee: (connection) => this.calleeOf[this.table.pair(connection)],
      epoch: (callee) => this.deaths[callee],
    });
    // Told at the same instant, but not yet: the caller is still in the middle of calling.
    this.rejectCode = sim.register((call) => sim.flow.lost(call, REJECTED));
    this.unresolvedCode = sim.register((connection, generation) => {
      if (this.table.generation(connection) === generation) this.hasFailed(connection, UNAVAILABLE);
    });
    this.hangUpCode = sim.register((connection, generation) => {
      if (this.table.generation(connection) === generation) this.close(connection);
    });
    if (pairs.length > 0) sim.conditions.watch(() => this.conditionsChanged());
  }

  configure(link: PlanLink): void {
    const { connections } = link.protocol;
    this.limits[link.index] = connections;
    if (connections !== null) this.handshakes.configure(link, connections.roundTrips);
  }

  /** Sends a call as soon as there is a connection for it. */
  acquire(call: number): void {
    const pair = this.pairOf(call);
    const connection = this.withRoom(pair);
    if (connection !== NONE) {
      this.begin(call, connection);
      return;
    }
    const { mostWaiting } = this.limitsOf(pair);
    if (mostWaiting > 0 && this.waiting.length[pair] >= mostWaiting) {
      this.setWire(call, NONE);
      this.sim.soon(this.rejectCode, call, 0);
      return;
    }
    this.setWire(call, WAITS - pair);
    this.waiting.append(pair, call);
    this.openForWaiting(pair);
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
    const connection = this.table.connectionOf(stream);
    return this.table.epoch(connection) !== this.deaths[this.calleeOf[this.table.pair(connection)]];
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
      this.waiting.remove(WAITS - stream, call);
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
    if (this.limitsOf(this.table.pair(connection)).streams === 1) this.close(connection);
    else this.offerRoom(connection);
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
    this.close(connection);
    this.part(call, stream);
    this.deliverHeld(connection, generation, direction, take);
  }

  /** Reading changes nothing, so that idle connections past their time are only left out. */
  now(): ConnectionsNow {
    const { table } = this;
    const open = new Float64Array(this.needed.length);
    const waiting = new Float64Array(this.needed.length);
    for (let at = table.after(NONE); at !== NONE; at = table.after(at)) {
      if (table.state(at) === OPEN && !this.isStale(at)) open[this.linkOf[table.pair(at)]]++;
    }
    for (let pair = 0; pair < this.linkOf.length; pair++) waiting[this.linkOf[pair]] += this.waiting.length[pair];
    return { open, waiting };
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

  private limitsOf(pair: number): PlanConnections {
    return this.limits[this.linkOf[pair]] as PlanConnections;
  }

  /** Picks the callee's replica where that is still open. */
  private pairOf(call: number): number {
    const { calls, flow, handlers, plan } = this.sim;
    const { index, from, to } = plan.links[calls.link(call)];
    const callee = plan.nodes[to];
    if (calls.replica(call) < 0) {
      const chosen = callee.replicas === 1 ? callee.replicaBase : (handlers[to].route?.(call) ?? -1);
      calls.setReplica(call, chosen);
    }
    const caller = Math.max(0, flow.callerReplica(call) - plan.nodes[from].replicaBase);
    return this.firstPair[index] + caller * callee.replicas + Math.max(0, calls.replica(call) - callee.replicaBase);
  }

  /** The connection used last, if it has room; what has been idle for too long is closed. */
  private withRoom(pair: number): number {
    for (let connection = this.roomy[pair]; connection !== NONE; connection = this.roomy[pair]) {
      if (!this.isStale(connection)) return connection;
      this.close(connection);
    }
    return NONE;
  }

  private isStale(connection: number): boolean {
    const { idleMs } = this.limitsOf(this.table.pair(connection));
    if (idleMs === 0 || this.table.busy(connection) > 0) return false;
    return this.table.idleSinceMs(connection) + idleMs <= this.sim.clock[0];
  }

  private begin(call: number, connection: number): void {
    const { network } = this.sim;
    const { table } = this;
    table.changeBusy(connection, 1);
    const pair = table.pair(connection);
    if (table.busy(connection) >= this.limitsOf(pair).streams) table.unlist(connection, this.roomy);
    this.setWire(call, table.join(connection, call));
    network.depart(call);
  }

  /** The answer has come: the call's room is free. */
  private release(call: number, stream: number): void {
    const connection = this.table.connectionOf(stream);
    const isLoose = this.table.isLoose(stream);
    if (!isLoose) {
      this.table.changeBusy(connection, -1);
      if (this.sim.calls.outcome(call) === RESET) this.close(connection);
    }
    this.part(call, stream);
    if (!isLoose) this.offerRoom(connection);
  }

  /** The call has nothing more to do with its connection. */
  private part(call: number, stream: number): void {
    const connection = this.table.connectionOf(stream);
    this.table.leave(stream);
    this.setWire(call, NONE);
    this.dropIfOver(connection);
  }

  private offerRoom(connection: number): void {
    const { table } = this;
    if (table.state(connection) !== OPEN) return;
    if (table.busy(connection) === 0) table.stampIdle(connection, this.sim.clock);
    const pair = table.pair(connection);
    const { streams } = this.limitsOf(pair);
    const generation = table.generation(connection);
    while (this.waiting.length[pair] > 0 && table.state(connection) === OPEN && table.busy(connection) < streams) {
      this.beginWaiting(this.waiting.shift(pair), connection);
      if (table.generation(connection) !== generation) return;
    }
    if (table.state(connection) === OPEN && table.busy(connection) < streams) table.list(connection, this.roomy);
  }

  private beginWaiting(call: number, connection: number): void {
    const { calls, clock } = this.sim;
    const link = calls.link(call);
    this.waits[link]++;
    this.waitedMs[link] += clock[0] - calls.sentMs(call);
    this.begin(call, connection);
  }

  /** Sets one more connection up, where those that are being set up will not have room for all that wait. */
  private openForWaiting(pair: number): void {
    const { most, streams } = this.limitsOf(pair);
    while (this.count[pair] < most && this.waiting.length[pair] > this.opening[pair] * streams) {
      const connection = this.table.open(pair);
      this.count[pair]++;
      this.opening[pair]++;
      // Names that are not resolved: there is nobody to send the first message to.
      if (this.dnsFailure[this.linkOf[pair]] > 0) this.sim.soon(this.unresolvedCode, connection, this.table.generation(connection));
      else this.handshakes.start(connection);
    }
  }

  private hasOpened(connection: number): void {
    const pair = this.table.pair(connection);
    this.table.setState(connection, OPEN);
    this.opening[pair]--;
    this.opened[this.linkOf[pair]]++;
    this.offerRoom(connection);
  }

  /** Like Envoy's pools: a connection that cannot be made fails all that wait for one. */
  private hasFailed(connection: number, outcome: number): void {
    const { flow } = this.sim;
    const pair = this.table.pair(connection);
    this.close(connection);
    for (let left = this.waiting.length[pair]; left > 0 && this.waiting.length[pair] > 0; left--) {
      const call = this.waiting.shift(pair);
      this.setWire(call, NONE);
      flow.lost(call, outcome);
    }
  }

  /** No call goes over it from now on. */
  private close(connection: number): void {
    const { table } = this;
    const state = table.state(connection);
    if (state !== OPEN && state !== OPENING) return;
    const pair = table.pair(connection);
    if (state === OPENING) this.opening[pair]--;
    this.count[pair]--;
    table.unlist(connection, this.roomy);
    table.setState(connection, CLOSED);
    this.dropIfOver(connection);
    if (state === OPEN) this.openForWaiting(pair);
  }

  private dropIfOver(connection: number): void {
    if (this.table.state(connection) === CLOSED && this.table.firstStream(connection) === NONE) this.table.drop(connection);
  }

  private conditionsChanged(): void {
    const { isDown } = this.sim.conditions;
    for (let replica = 0; replica < isDown.length; replica++) {
      if (isDown[replica] > this.wasDown[replica]) this.died(replica);
      this.wasDown[replica] = isDown[replica];
    }
  }

  /** The kernel closes a dead process's connections: its callers hear of it, and what it called itself too. */
  private died(replica: number): void {
    const { clock, conditions, due, scratch } = this.sim;
    const { table } = this;
    this.deaths[replica]++;
    for (let pair = 0; pair < this.callerOf.length; pair++) {
      if (this.callerOf[pair] !== replica) continue;
      while (this.waiting.length[pair] > 0) this.withdraw(this.waiting.head[pair]);
    }
    for (let at = table.after(NONE); at !== NONE; at = table.after(at)) {
      const pair = table.pair(at);
      if (this.callerOf[pair] === replica) {
        this.hangUp(at);
      } else if (this.calleeOf[pair] === replica && table.state(at) === OPEN && conditions.repliesCut[this.linkOf[pair]] === 0) {
        this.handshakes.flightMs(this.linkOf[pair]);
        due[0] = clock[0] + scratch[0];
        if (scratch[0] > 0) this.sim.post(this.hangUpCode, at, table.generation(at));
        else this.sim.soon(this.hangUpCode, at, table.generation(at));
      }
    }
  }

  /** The caller's process is gone: where the protocol cancels, its callees stop what they did for it. */
  private hangUp(connection: number): void {
    const { table } = this;
    const { calls, cancellations } = this.sim;
    this.close(connection);
    if (cancellations.tells[this.linkOf[table.pair(connection)]] === 0) return;
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
