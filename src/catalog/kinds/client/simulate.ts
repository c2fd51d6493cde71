import type { Cell } from "../../../base/cell";
import { Draws } from "../../../base/draws";
import type { Stream } from "../../../base/stream";
import { exponentialInto, fillExponential } from "../../../base/variates";
import { NO_CALL } from "../../../engine/calls";
import type { KindHandlers, PlanNode, Sampler, SimulateKind } from "../../../engine/plan";
import { NO_RECORD } from "../../../engine/recorded-needs";
import type { Sim } from "../../../engine/sim";
import { distributionOf } from "../../distributions/registry";
import { type KeySampler, keySampler } from "../../keys";
import { type Intensity, integrate, intensityOf, invert } from "../../workloads/intensity";
import { parseRecording } from "../../workloads/recording";
import type { ClientConfig } from "./definition";
import { Herds } from "./herds";
import { Replay } from "./replay";

type RecordedTraffic = Extract<ClientConfig["traffic"], { type: "recorded" }>;

/** How long users wait before they look again whether traffic has been switched off by a fault [ms]. */
const IDLE_LOOK_MS = 100;

/** The key that a hot-key fault sends a share of the requests to. */
const HOT_KEY = 0;

/** Nobody asks again in no time: a user who was answered in none would otherwise stop the clock [ms]. */
const LEAST_TURN_MS = 1;

/** Users: open loop (arrivals at a rate), closed loop (ask, wait, think), or arrivals as recorded. */
export const simulateClient: SimulateKind = (sim, nodes) => new Clients(sim, nodes);

class Clients implements KindHandlers {
  private readonly even: Uint8Array;
  private readonly closed: Uint8Array;
  private readonly users: Int32Array;
  private readonly intensity: Intensity[] = [];
  private readonly thinkTime: (Sampler | null)[] = [];
  private readonly replays: (Replay | undefined)[] = [];
  /** When the pending arrival is due; an arrival event at any other time is stale [ms]. */
  private readonly nextMs: Float64Array;
  /** The pending arrival's draw [expected arrivals], when its clock was last set [ms], and the factor since. */
  private readonly remaining: Float64Array;
  private readonly sinceMs: Float64Array;
  private readonly factor: Float64Array;
  /** Exponential with mean 1 [expected arrivals]. */
  private readonly gaps: Draws[];
  private readonly mixStream: Stream[];
  private readonly routeStream: Stream[];
  private readonly mix: Float64Array[] = [];
  private readonly keys: KeySampler[][] = [];
  private readonly operationBase: Int32Array;
  private readonly routes: Float64Array[] = [];
  private readonly arriveCode: number;
  private readonly thinkCode: number;
  private readonly replayCode: number;
  private readonly hotRatio: Float64Array;
  private readonly hotStream: Stream[];

  constructor(
    private readonly sim: Sim,
    private readonly nodes: readonly PlanNode[],
  ) {
    const all = sim.plan.nodes;
    this.even = new Uint8Array(all.length);
    this.closed = new Uint8Array(all.length);
    this.users = new Int32Array(all.length);
    this.nextMs = new Float64Array(all.length);
    this.remaining = new Float64Array(all.length);
    this.sinceMs = new Float64Array(all.length);
    this.factor = new Float64Array(all.length);
    this.operationBase = new Int32Array(all.length);
    this.gaps = all.map((node) => {
      const stream = sim.stream(`node:${node.id}:arrivals`);
      const draw = (out: Cell) => exponentialInto(out, stream);
      return new Draws(Object.assign(draw, { fill: (block: Float64Array) => fillExponential(block, stream, 1) }));
    });
    this.mixStream = all.map((node) => sim.stream(`node:${node.id}:mix`));
    this.routeStream = all.map((node) => sim.stream(`node:${node.id}:route`));
    this.hotRatio = sim.conditions.column("nodes", "hot-key");
    this.hotStream = all.map((node) => sim.stream(`node:${node.id}:hot`));
    sim.keep(new Herds(sim, nodes, (node) => this.issue(node)));
    let base = 0;
    for (const node of nodes) {
      sim.meter.isClient(node.index);
      this.operationBase[node.index] = base;
      base += (node.config as ClientConfig).operations.length;
    }
    this.arriveCode = sim.register((node) => this.arrive(node));
    this.thinkCode = sim.register((node) => this.ask(node));
    this.replayCode = sim.register((node, token) => (this.replays[node] as Replay).arrive(token));
  }

  configure(node: PlanNode): void {
    const { traffic, operations } = node.config as ClientConfig;
    const i = node.index;
    const running = this.intensity[i] !== undefined && this.closed[i] === 0;
    if (running) this.spend(i);
    this.closed[i] = traffic.type === "closed" ? 1 : 0;
    if (traffic.type === "closed") {
      this.users[i] = traffic.users;
      this.thinkTime[i] = distributionOf(traffic.thinkTime).sampler(traffic.thinkTime, this.sim.stream(`node:${node.id}:think`));
      this.intensity[i] = intensityOf({ type: "steady", ratePerSecond: 0 });
    } else if (traffic.type === "recorded") {
      this.replays[i] ??= this.replayOf(i, traffic);
    } else {
      this.even[i] = traffic.arrivals === "even" ? 1 : 0;
      this.intensity[i] = intensityOf(traffic.profile);
      if (running && node.out.length > 0) this.postArrival(i);
    }
    const total = operations.reduce((sum, operation) => sum + operation.weight, 0);
    let sum = 0;
    this.mix[i] = Float64Array.from(operations, (operation) => {
      sum += operation.weight / total;
      return sum;
    });
    this.keys[i] = operations.map((operation) => keySampler(operation.key, this.sim.stream(`node:${node.id}:key:${operation.name}`)));
    const links = node.out.map((link) => this.sim.plan.links[link].weight);
    const weights = links.reduce((a, b) => a + b, 0);
    let share = 0;
    this.routes[i] = Float64Array.from(links, (weight) => {
      share += weights > 0 ? weight / weights : 1 / links.length;
      return share;
    });
  }

  start(): void {
    for (const node of this.nodes) {
      if (node.out.length === 0) continue;
      const i = node.index;
      const replay = this.replays[i];
      if (replay !== undefined) {
        replay.start();
      } else if (this.closed[i] === 0) {
        this.draw(i);
        this.postArrival(i);
      } else {
        for (let user = 0; user < this.users[i]; user++) this.think(i, 0);
      }
    }
  }

  request(): void {}

  answer(_parent: number, call: number): void {
    const { calls, caller, clock, meter } = this.sim;
    const node = caller[calls.link(call)];
    meter.requestEnded(node, call);
    if (this.closed[node] === 1) this.think(node, calls.sentMs(call) === clock.value ? LEAST_TURN_MS : 0);
  }

  crashed(): void {}
  restarted(): void {}
  paused(): void {}
  resumed(): void {}
  gauges(): void {}

  /** A traffic fault began or ended: what is left of the pending draw is spent at the new rate. */
  trafficChanged(node: number): void {
    if (this.closed[node] === 1 || this.sim.plan.nodes[node].out.length === 0) return;
    const replay = this.replays[node];
    if (replay !== undefined) {
      replay.trafficChanged();
      return;
    }
    this.spend(node);
    this.postArrival(node);
  }

  /** Takes from the pending arrival's draw what the time since it was set has used up. */
  private spend(node: number): void {
    const spent = this.factor[node] * integrate(this.intensity[node], this.sinceMs[node], this.sim.clock.value);
    this.remaining[node] = Math.max(0, this.remaining[node] - spent);
  }

  /** A fresh draw for the next arrival. */
  private draw(node: number): void {
    const { scratch } = this.sim;
    if (this.even[node] === 1) scratch.value = 1;
    else this.gaps[node].into(scratch);
    this.remaining[node] = scratch.value;
  }

  private postArrival(node: number): void {
    const { clock, due, conditions } = this.sim;
    const factor = conditions.trafficFactor[node];
    this.sinceMs[node] = clock.value;
    this.factor[node] = factor;
    const { rates } = this.intensity[node];
    const amount = this.remaining[node] / factor;
    if (factor === 0) due.value = Number.POSITIVE_INFINITY;
    // A steady rate, the common case, needs no search.
    else if (rates.length === 1) due.value = rates[0] > 0 ? clock.value + amount / rates[0] : Number.POSITIVE_INFINITY;
    else due.value = invert(this.intensity[node], clock.value, amount);
    this.nextMs[node] = due.value;
    if (due.value === Number.POSITIVE_INFINITY) return;
    this.sim.post(this.arriveCode, node, 0);
  }

  private arrive(node: number): void {
    if (this.nextMs[node] !== this.sim.clock.value) return;
    this.issue(node);
    this.draw(node);
    this.postArrival(node);
  }

  /** Nothing about a recording changes while a run goes on: an edit of it starts another run. */
  private replayOf(node: number, { recording, startMs, speed }: RecordedTraffic): Replay {
    const read = parseRecording(recording);
    if (!read.ok) throw new Error(read.error.message);
    const issue = (from: number, record: number) => this.issue(from, record);
    return new Replay(this.sim, node, read.value, startMs, speed, this.replayCode, issue);
  }

  private think(node: number, leastMs: number): void {
    const { clock, due, scratch, conditions } = this.sim;
    const sampler = this.thinkTime[node];
    if (sampler === null) return;
    sampler(scratch);
    const factor = conditions.trafficFactor[node];
    if (factor > 0) scratch.value /= factor;
    due.value = clock.value + (scratch.value < leastMs ? leastMs : scratch.value);
    this.sim.post(this.thinkCode, node, 0);
  }

  private ask(node: number): void {
    const { clock, due, conditions } = this.sim;
    if (conditions.trafficFactor[node] > 0) {
      this.issue(node);
      return;
    }
    due.value = clock.value + IDLE_LOOK_MS;
    this.sim.post(this.thinkCode, node, 0);
  }

  private issue(node: number, record = NO_RECORD): void {
    const { meter, flow, plan, recorded } = this.sim;
    const mix = this.mix[node];
    const operation = mix.length === 1 ? 0 : this.mixStream[node].pick(mix);
    const routes = this.routes[node];
    const route = routes.length === 1 ? 0 : this.routeStream[node].pick(routes);
    meter.issued(node);
    let key = this.keys[node][operation]();
    if (this.hotRatio[node] > 0 && this.hotStream[node].chance(this.hotRatio[node])) key = HOT_KEY;
    recorded.issuing = record;
    flow.call(NO_CALL, plan.nodes[node].out[route], this.operationBase[node] + operation, key, -1);
    recorded.issuing = NO_RECORD;
  }
}
