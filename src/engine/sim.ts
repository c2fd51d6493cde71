import { Cell } from "../base/cell";
import { EventQueue } from "../base/events/event-queue";
import { STREAM_WORDS, Stream, seedStream } from "../base/stream";
import { Calls } from "./calls";
import { Cancellations } from "./cancellations";
import { Conditions } from "./conditions";
import { Connections } from "./connections";
import { Faults } from "./faults";
import { Flow } from "./flow";
import { HopTrace } from "./hop-trace";
import { LinkState } from "./link-state";
import { Meter } from "./meter";
import { Network } from "./network";
import { Paths } from "./paths";
import type { KindHandlers, Plan, PlanLink, PlanPolicy } from "./plan";
import { RecordedNeeds } from "./recorded-needs";
import { Replicas } from "./replicas";
import { Scaling } from "./scaling";
import { Soon } from "./soon";
import { Stops } from "./stops";

export type EventHandler = (a: number, b: number) => void;

/** Events handled in one go. */
const BURST = 1000;

/** Operation codes fit a byte. */
const CODES = 256;

/**
 * One run of one plan: the clock, the pending events, and the parts that behaviours act through.
 *
 * Order: by time; at one time faults come first, then events in the order in which they were scheduled; and what an
 * event sets off at its own instant follows it at once.
 */
export class Sim {
  /** Simulated time in `clock.value` [ms]. */
  readonly clock = new Cell();
  /** When the event about to be posted is due [ms]. */
  readonly due: Cell;
  /** Events that are pending, and what follows at this instant; for the hot path, others use `post` and `soon`. */
  readonly queue = new EventQueue({ clock: this.clock });
  readonly following = new Soon();
  /** For values that would be boxed if returned. */
  readonly scratch = new Cell();
  readonly calls = new Calls();
  readonly recorded = new RecordedNeeds();
  readonly conditions: Conditions;
  readonly replicas: Replicas;
  readonly faults: Faults;
  readonly meter: Meter;
  readonly trace = new HopTrace();
  readonly network: Network;
  readonly paths: Paths;
  readonly cancellations: Cancellations;
  readonly connections: Connections;
  readonly flow: Flow;
  readonly stops: Stops;
  readonly scaling: Scaling;
  /** By node index. */
  readonly handlers: KindHandlers[] = [];
  /** By link index. */
  readonly links: readonly LinkState[];
  /** By kind, in the plan's order. */
  readonly behaviours: { readonly handlers: KindHandlers; readonly nodes: Plan["nodes"] }[] = [];
  /** The node at each link's end, and at its start. */
  readonly callee: Int32Array;
  readonly caller: Int32Array;
  /** Events handled, those without delay included. */
  events = 0;
  /** Of these, the ones that never entered the event queue. */
  immediate = 0;

  private readonly kept: object[] = [];
  private readonly dispatch: EventHandler[] = [];
  private readonly limit = new Cell();
  private readonly arriveCode: number;

  constructor(public plan: Plan) {
    this.due = this.queue.due;
    this.calls.onGrow((generations) => {
      this.queue.fields.generations = generations;
    });
    this.callee = Int32Array.from(plan.links, (link) => link.to);
    this.caller = Int32Array.from(plan.links, (link) => link.from);
    this.links = plan.links.map((link) => new LinkState(link));
    this.paths = new Paths(this);
    this.conditions = new Conditions(this);
    this.replicas = new Replicas(this);
    this.faults = new Faults(this, () => this.conditions.reconsider());
    this.meter = new Meter(this);
    this.cancellations = new Cancellations(this);
    this.connections = new Connections(this);
    this.network = new Network(this);
    this.arriveCode = this.network.arriveCode;
    this.flow = new Flow(this);
    this.stops = new Stops(this);
    this.scaling = new Scaling(this);
    this.faults.scheduleAll();
    for (const policy of plan.policies) this.apply(policy, policy.links);
    for (const kind of plan.kinds) {
      const handlers = kind.simulate(this, kind.nodes);
      this.behaviours.push({ handlers, nodes: kind.nodes });
      for (const node of kind.nodes) {
        this.handlers[node.index] = handlers;
        handlers.configure(node);
      }
    }
    for (const link of this.links) link.bind(this.handlers[link.callee], this.handlers[link.caller]);
    for (const { handlers } of this.behaviours) handlers.start();
  }

  /** Registers an event handler and returns its operation code. */
  register(handler: EventHandler): number {
    if (this.dispatch.length === CODES) throw new Error("More event kinds than operation codes.");
    return this.dispatch.push(handler) - 1;
  }

  /** Puts a policy into force on links; again after a live edit. */
  apply(policy: PlanPolicy, links: readonly PlanLink[]): void {
    policy.simulate(this, links);
    for (const link of links) this.links[link.index].hasPolicy = 1;
  }

  /** Schedules an event at `due.value`, later than now. */
  post(code: number, a: number, b: number): void {
    this.queue.push(code, a, b);
  }

  /**
   * The lane of a constant delay [ms]: many events of one delay wait in a ring, for the price of one.
   * @param expires whether an event is void once the generation of call `a` is no longer `b`
   */
  lane(delayMs: number, expires: boolean): number {
    return this.queue.lane(delayMs, expires);
  }

  /** Schedules an event after the lane's delay. */
  postLane(lane: number, code: number, a: number, b: number): void {
    this.queue.pushLane(lane, code, a, b);
  }

  /** Schedules an event at this instant, behind those that are already to follow. */
  soon(code: number, a: number, b: number): void {
    this.following.add(code, a, b);
  }

  /** Schedules a fault's begin or end at `due.value`, before everything else at that instant. */
  postFault(rank: number, code: number, fault: number): void {
    this.queue.pushRanked(rank, code, fault, 0);
  }

  /** A random stream of its own for this purpose. */
  stream(purpose: string): Stream {
    const words = new Int32Array(STREAM_WORDS);
    seedStream(words, 0, this.plan.seed, purpose);
    return this.keep(new Stream(words, 0));
  }

  /**
   * Makes an object part of the run's state though only the variables of a closure refer to it: a snapshot reaches
   * what fields lead to, and nothing else.
   */
  keep<T extends object>(state: T): T {
    this.kept.push(state);
    return state;
  }

  /**
   * Handles events due up to and including `untilMs`, at most `maxEvents`; true when it found none left before that.
   * The clock then stands at `untilMs`.
   */
  run(untilMs: number, maxEvents: number): boolean {
    this.limit.value = untilMs;
    for (let left = maxEvents; left > 0; ) {
      const most = left < BURST ? left : BURST;
      const handled = this.burst(most);
      this.events += handled;
      left -= handled;
      if (handled === most) continue;
      this.clock.value = untilMs;
      return true;
    }
    return false;
  }

  /**
   * Handles up to so many events, and returns how many there were. A loop that ends soon: one that was compiled while it
   * ran would keep its variables in memory. After each call an engine checks anew what a variable holds, but not what a
   * field does, so that all is read from `this`.
   */
  private burst(most: number): number {
    let left = most | 0;
    while (left > 0) {
      let code = 0;
      let a = 0;
      let b = 0;
      if (this.following.count > 0) {
        this.following.take();
        code = this.following.code;
        a = this.following.a;
        b = this.following.b;
        this.immediate++;
      } else if (this.queue.dueBy(this.limit) === true) {
        this.queue.pop();
        code = this.queue.fields.poppedCode;
        a = this.queue.fields.poppedA;
        b = this.queue.fields.poppedB;
      } else break;
      if (code === this.arriveCode) this.network.arrive(a);
      else this.dispatch[code](a, b);
      left = (left - 1) | 0;
    }
    return most - left;
  }
}
