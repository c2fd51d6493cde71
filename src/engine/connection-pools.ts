import { NONE } from "../base/slab";
import { CallLists } from "./call-lists";
import { CLOSED, ConnectionTable, OPEN, OPENING } from "./connection-table";
import { Handshakes } from "./handshakes";
import { UNAVAILABLE } from "./outcome";
import type { PlanConnections, PlanLink } from "./plan";
import type { Sim } from "./sim";

/** By link: connections open at the moment, and calls that wait for one. */
export interface ConnectionsNow {
  readonly open: Float64Array;
  readonly waiting: Float64Array;
}

/** What becomes of the calls on connections, and of those that wait for one. */
export interface PoolUsers {
  /** A call that waited has a connection. */
  begin(call: number, connection: number): void;
  /** No connection can be made for a call that waited. */
  failed(call: number, outcome: number): void;
  /** The caller's process is gone, with a call that waited, or with a connection. */
  withdraw(call: number): void;
  hungUp(connection: number): void;
}

/**
 * Connections between pairs of replicas, on links whose protocol needs them: which have room, who waits for one, and
 * when they are set up and closed.
 */
export class ConnectionPools {
  /** 1 where calls need a connection. */
  readonly needed: Uint8Array;
  readonly table = new ConnectionTable();
  /** Calls that wait for a connection, by pair. */
  readonly waiting: CallLists;
  /** By link: connections set up so far; calls that had to wait for one, and for how long in all [ms]. */
  readonly opened: Float64Array;
  readonly waits: Float64Array;
  readonly waitedMs: Float64Array;

  private readonly handshakes: Handshakes;
  private readonly limits: (PlanConnections | null)[] = [];
  /** By link: its first pair; pairs go by calling replica, then by called one. */
  private readonly firstPair: Int32Array;
  /** By pair. */
  private readonly linkOf: Int32Array;
  private readonly pathOf: Int32Array;
  private readonly callerOf: Int32Array;
  private readonly calleeOf: Int32Array;
  private readonly roomy: Int32Array;
  private readonly count: Int32Array;
  private readonly opening: Int32Array;
  /** By replica: how often its process has died, and whether it was down when last looked at. */
  private readonly deaths: Int32Array;
  private readonly wasDown: Uint8Array;
  private readonly dnsFailure: Float64Array;
  private readonly unresolvedCode: number;
  private readonly hangUpCode: number;

  constructor(
    private readonly sim: Sim,
    private readonly users: PoolUsers,
  ) {
    const { links, nodes, replicas } = sim.plan;
    this.needed = new Uint8Array(links.length);
    this.firstPair = new Int32Array(links.length);
    const pairs: { link: number; path: number; caller: number; callee: number }[] = [];
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
          const path = sim.paths.between(link.index, from.replicaBase + caller, to.replicaBase + callee);
          pairs.push({ link: link.index, path, caller: process, callee: to.replicaBase + callee });
        }
      }
    }
    this.linkOf = Int32Array.from(pairs, ({ link }) => link);
    this.pathOf = Int32Array.from(pairs, ({ path }) => path);
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
      path: (connection) => this.pathOf[this.table.pair(connection)],
      callee: (connection) => this.calleeOf[this.table.pair(connection)],
      epoch: (callee) => this.deaths[callee],
    });
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

  /** The pair of replicas of a call; picks the callee's where that is still open. */
  pairOf(call: number): number {
    const { calls, flow, paths, plan } = this.sim;
    const { index, from, to } = plan.links[calls.link(call)];
    const callee = plan.nodes[to];
    paths.settle(call);
    const caller = Math.max(0, flow.callerReplica(call) - plan.nodes[from].replicaBase);
    return this.firstPair[index] + caller * callee.replicas + Math.max(0, calls.replica(call) - callee.replicaBase);
  }

  /** What the link of a pair allows. */
  limitsOf(pair: number): PlanConnections {
    return this.limits[this.linkOf[pair]] as PlanConnections;
  }

  /** The connection used last, if it has room; what has been idle for too long is closed. */
  withRoom(pair: number): number {
    for (let connection = this.roomy[pair]; connection !== NONE; connection = this.roomy[pair]) {
      if (!this.isStale(connection)) return connection;
      this.close(connection);
    }
    return NONE;
  }

  /** A call takes its room. */
  enter(connection: number): void {
    const { table } = this;
    table.changeBusy(connection, 1);
    if (table.busy(connection) >= this.limitsOf(table.pair(connection)).streams) table.unlist(connection, this.roomy);
  }

  /** A call waits for a connection, and one more is set up while the limit allows; false when too many wait already. */
  wait(call: number, pair: number): boolean {
    const { mostWaiting } = this.limitsOf(pair);
    if (mostWaiting > 0 && this.waiting.length[pair] >= mostWaiting) return false;
    this.waiting.append(pair, call);
    this.openForWaiting(pair);
    return true;
  }

  /** A connection may have room again: for those that wait, or for those to come. */
  offerRoom(connection: number): void {
    const { table } = this;
    if (table.state(connection) !== OPEN) return;
    if (table.busy(connection) === 0) table.stampIdle(connection, this.sim.clock);
    const pair = table.pair(connection);
    const { streams } = this.limitsOf(pair);
    const generation = table.generation(connection);
    while (this.waiting.length[pair] > 0 && table.state(connection) === OPEN && table.busy(connection) < streams) {
      this.serve(this.waiting.shift(pair), connection);
      if (table.generation(connection) !== generation) return;
    }
    if (table.state(connection) === OPEN && table.busy(connection) < streams) table.list(connection, this.roomy);
  }

  /** No call goes over it from now on. */
  close(connection: number): void {
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

  /** Forgets a closed connection once nothing on it is under way. */
  dropIfOver(connection: number): void {
    if (this.table.state(connection) === CLOSED && this.table.firstStream(connection) === NONE) this.table.drop(connection);
  }

  /** The callee's process died after the connection was made: whoever answers there now knows nothing of it. */
  isBroken(connection: number): boolean {
    return this.table.epoch(connection) !== this.deaths[this.calleeOf[this.table.pair(connection)]];
  }

  /** The link that a connection is for. */
  link(connection: number): number {
    return this.linkOf[this.table.pair(connection)];
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

  private isStale(connection: number): boolean {
    const { idleMs } = this.limitsOf(this.table.pair(connection));
    if (idleMs === 0 || this.table.busy(connection) > 0) return false;
    return this.table.idleSinceMs(connection) + idleMs <= this.sim.clock.value;
  }

  private serve(call: number, connection: number): void {
    const { calls, clock } = this.sim;
    const link = calls.link(call);
    this.waits[link]++;
    this.waitedMs[link] += clock.value - calls.sentMs(call);
    this.users.begin(call, connection);
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
    const pair = this.table.pair(connection);
    this.close(connection);
    for (let left = this.waiting.length[pair]; left > 0 && this.waiting.length[pair] > 0; left--) {
      this.users.failed(this.waiting.shift(pair), outcome);
    }
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
      while (this.waiting.length[pair] > 0) this.users.withdraw(this.waiting.head[pair]);
    }
    for (let at = table.after(NONE); at !== NONE; at = table.after(at)) {
      const pair = table.pair(at);
      if (this.callerOf[pair] === replica) {
        this.close(at);
        this.users.hungUp(at);
      } else if (this.calleeOf[pair] === replica && table.state(at) === OPEN && conditions.isCut[2 * this.pathOf[pair] + 1] === 0) {
        this.handshakes.flightMs(at);
        due.value = clock.value + scratch.value;
        if (scratch.value > 0) this.sim.post(this.hangUpCode, at, table.generation(at));
        else this.sim.soon(this.hangUpCode, at, table.generation(at));
      }
    }
  }
}
