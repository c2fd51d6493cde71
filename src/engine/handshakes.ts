import type { Stream } from "../base/stream";
import { type ConnectionTable, OPENING, TO_CALLEE } from "./connection-table";
import { REFUSED, TIMEOUT } from "./outcome";
import type { PlanLink, Sampler } from "./plan";
import type { Sim } from "./sim";

/** RFC 6298: the first retransmission timeout of a connection; doubles each time [ms]. */
const FIRST_RETRANSMIT_MS = 1000;
/** Linux tcp_syn_retries: after this many the attempt is given up, 127 s after it began. */
const RETRIES = 6;
/** The first round trip is TCP's, which the callee's kernel answers though its process is paused. */
const KERNEL_FLIGHTS = 2;

/** What comes of setting a connection up. */
export interface HandshakeEnds {
  opened(connection: number): void;
  failed(connection: number, outcome: number): void;
  link(connection: number): number;
  path(connection: number): number;
  callee(connection: number): number;
  /** How often the callee's process has died so far. */
  epoch(callee: number): number;
}

/** Sets connections up: so many round trips, each of two flights, before the first request may leave. */
export class Handshakes {
  private readonly flights: Uint8Array;
  private readonly streams: (Stream | undefined)[] = [];
  private readonly latency: (Sampler | undefined)[] = [];
  /** Waiting for a paused process to answer. Rare, so plain objects. */
  private stalled: { readonly connection: number; readonly generation: number }[] = [];
  private readonly landCode: number;
  private readonly departCode: number;

  constructor(
    private readonly sim: Sim,
    private readonly table: ConnectionTable,
    private readonly ends: HandshakeEnds,
  ) {
    this.flights = new Uint8Array(sim.plan.links.length);
    this.landCode = sim.register((connection, generation) => {
      if (this.isUnderWay(connection, generation)) this.land(connection);
    });
    this.departCode = sim.register((connection, generation) => {
      if (this.isUnderWay(connection, generation)) this.depart(connection);
    });
    sim.conditions.watch(() => this.goOn());
  }

  configure(link: PlanLink, roundTrips: number): void {
    const { index } = link;
    this.flights[index] = 2 * roundTrips;
    this.streams[index] ??= this.sim.stream(`link:${link.id}:connect`);
    this.latency[index] = link.bindLatency(this.streams[index]);
  }

  /** Begins, in an event of its own: its caller is in the middle of calling. */
  start(connection: number): void {
    this.sim.soon(this.departCode, connection, this.table.generation(connection));
  }

  /** Writes the time of one flight over the connection's path into `scratch.value` [ms]. */
  flightMs(connection: number): void {
    const link = this.ends.link(connection);
    this.sim.network.flight(this.ends.path(connection), this.latency[link] as Sampler, this.streams[link] as Stream);
  }

  private isUnderWay(connection: number, generation: number): boolean {
    return this.table.generation(connection) === generation && this.table.state(connection) === OPENING;
  }

  private depart(connection: number): void {
    const { clock, conditions, due, network, scratch } = this.sim;
    const { table } = this;
    const link = this.ends.link(connection);
    const step = table.step(connection);
    if (step === this.flights[link]) {
      this.ends.opened(connection);
      return;
    }
    if (table.tries(connection) > RETRIES) {
      this.ends.failed(connection, TIMEOUT);
      return;
    }
    const ways = 2 * this.ends.path(connection);
    const way = step % 2 === TO_CALLEE ? ways : ways + 1;
    const generation = table.generation(connection);
    if (conditions.isCut[way] !== 0 || network.loses(ways, this.streams[link] as Stream)) {
      due.value = clock.value + FIRST_RETRANSMIT_MS * (1 << table.tryAgain(connection));
      this.sim.post(this.departCode, connection, generation);
      return;
    }
    this.flightMs(connection);
    due.value = clock.value + scratch.value;
    if (scratch.value > 0) this.sim.post(this.landCode, connection, generation);
    else this.sim.soon(this.landCode, connection, generation);
  }

  private land(connection: number): void {
    const { conditions } = this.sim;
    const { table } = this;
    const step = table.step(connection);
    const callee = this.ends.callee(connection);
    if (step % 2 !== TO_CALLEE) {
      if (table.isRefused(connection)) {
        this.ends.failed(connection, REFUSED);
        return;
      }
    } else {
      const epoch = this.ends.epoch(callee);
      if (step === 0) table.setEpoch(connection, epoch);
      if (conditions.isDown[callee] === 1 || table.epoch(connection) !== epoch) table.refuse(connection);
      else if (step >= KERNEL_FLIGHTS && conditions.isPaused[callee] === 1) {
        this.stalled.push({ connection, generation: table.generation(connection) });
        return;
      }
    }
    table.setStep(connection, step + 1);
    this.depart(connection);
  }

  /** Processes that were paused may answer again. */
  private goOn(): void {
    if (this.stalled.length === 0) return;
    const { stalled } = this;
    this.stalled = [];
    for (const { connection, generation } of stalled) if (this.isUnderWay(connection, generation)) this.land(connection);
  }
}
