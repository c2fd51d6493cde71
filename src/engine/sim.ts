import { EventQueue } from "../base/event-queue";
import { STREAM_WORDS, Stream, seedStream } from "../base/stream";
import { Calls } from "./calls";
import { Conditions } from "./conditions";
import { Flow } from "./flow";
import { HopTrace } from "./hop-trace";
import { Meter } from "./meter";
import { Network } from "./network";
import type { KindHandlers, Plan } from "./plan";

export type EventHandler = (a: number, b: number) => void;

/** Keys below this belong to faults, so that at one instant they come before everything else. */
const FIRST_KEY = 1 << 20;
/** An event's operation code sits in the low bits of its key: order is by sequence, and no column is spent on it. */
const CODES = 256;

/** One run of one plan: the clock, the pending events, and the parts that behaviours act through. */
export class Sim {
  /** Simulated time in `clock[0]` [ms]. */
  readonly clock = new Float64Array(1);
  /** When the event about to be posted is due [ms]. */
  readonly due: Float64Array;
  /** For values that would be boxed if returned. */
  readonly scratch = new Float64Array(1);
  readonly calls = new Calls();
  readonly conditions: Conditions;
  readonly meter: Meter;
  readonly trace = new HopTrace();
  readonly network: Network;
  readonly flow: Flow;
  /** By node index. */
  readonly handlers: KindHandlers[] = [];
  /** By kind, in the plan's order. */
  readonly behaviours: { readonly handlers: KindHandlers; readonly nodes: Plan["nodes"] }[] = [];
  events = 0;

  private readonly queue = new EventQueue();
  private readonly dispatch: EventHandler[] = [];
  private readonly limit = new Float64Array(1);
  private sequence = FIRST_KEY;

  constructor(public plan: Plan) {
    this.due = this.queue.due;
    this.conditions = new Conditions(this);
    this.meter = new Meter(this);
    this.network = new Network(this);
    this.flow = new Flow(this);
    this.conditions.scheduleFaults();
    for (const policy of plan.policies) policy.simulate(this, policy.links);
    for (const kind of plan.kinds) {
      const handlers = kind.simulate(this, kind.nodes);
      this.behaviours.push({ handlers, nodes: kind.nodes });
      for (const node of kind.nodes) {
        this.handlers[node.index] = handlers;
        handlers.configure(node);
      }
    }
    for (const { handlers } of this.behaviours) handlers.start();
  }

  /** Registers an event handler and returns its operation code. */
  register(handler: EventHandler): number {
    if (this.dispatch.length === CODES) throw new Error("More event kinds than operation codes.");
    return this.dispatch.push(handler) - 1;
  }

  /** Schedules an event at `due[0]`. */
  post(code: number, a: number, b: number): void {
    this.queue.push(this.sequence++ * CODES + code, a, b);
  }

  /** Schedules a fault's begin or end at `due[0]`, before everything else at that instant. */
  postFault(rank: number, code: number, fault: number): void {
    this.queue.pushAnywhere(rank * CODES + code, fault, 0);
  }

  /** A random stream of its own for this purpose. */
  stream(purpose: string): Stream {
    const words = new Int32Array(STREAM_WORDS);
    seedStream(words, 0, this.plan.seed, purpose);
    return new Stream(words, 0);
  }

  /**
   * Handles events due up to and including `untilMs`, at most `maxEvents`; true when none is left before that. The
   * clock then stands at `untilMs`.
   */
  run(untilMs: number, maxEvents: number): boolean {
    const { queue, dispatch, clock, limit } = this;
    limit[0] = untilMs;
    const before = this.events;
    let handled = 0;
    while (queue.dueBy(limit)) {
      if (handled === maxEvents) {
        this.events = before + handled;
        return false;
      }
      handled++;
      queue.pop();
      clock[0] = queue.poppedTime[0];
      // Bits of an integer below 2^53: & takes it modulo 2^32, and CODES is a power of two.
      dispatch[queue.poppedKey & (CODES - 1)](queue.poppedA, queue.poppedB);
    }
    this.events = before + handled;
    clock[0] = untilMs;
    return true;
  }
}
