import { Cell } from "../../../base/cell";
import type { Stream } from "../../../base/stream";
import { exponential } from "../../../base/variates";
import { MESSAGE, WAITING } from "../../../engine/calls";
import { ERROR, OK, RATE_LIMITED, REFUSED } from "../../../engine/outcome";
import type { KindHandlers, PlanNode, Sampler, SimulateKind } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";
import { Station } from "../../../engine/station";
import { UNBOUNDED } from "../../../engine/station-capacity";
import { distributionOf } from "../../distributions/registry";
import type { Limiter } from "../../limiters/define";
import { bindLimiter } from "../../limiters/registry";
import type { ExternalConfig } from "./definition";

export const simulateExternal: SimulateKind = (sim, nodes) => new ExternalServices(sim, nodes);

class ExternalServices implements KindHandlers {
  private readonly station: Station;
  private readonly latency: Sampler[] = [];
  private readonly limiters: (Limiter | null)[] = [];
  private readonly configs: ExternalConfig[] = [];
  private readonly errors: Stream[];
  private readonly outages: Stream[];
  private readonly isDown: Uint8Array;
  private readonly outageCount: Float64Array;
  /** Ends minus starts of outages [ms]. */
  private readonly downMs: Float64Array;
  private readonly overLimit: Float64Array;
  /** What a limiter puts a request off by [ms]. */
  private readonly waitMs = new Cell();
  private readonly flipCode: number;

  constructor(
    private readonly sim: Sim,
    private readonly nodes: readonly PlanNode[],
  ) {
    const all = sim.plan.nodes;
    this.errors = all.map((node) => sim.stream(`node:${node.id}:own-errors`));
    this.outages = all.map((node) => sim.stream(`node:${node.id}:outages`));
    this.isDown = new Uint8Array(all.length);
    this.outageCount = new Float64Array(all.length);
    this.downMs = new Float64Array(all.length);
    this.overLimit = new Float64Array(all.length);
    this.station = new Station(sim, nodes, {
      serviceMs: (node, out) => {
        this.latency[node](out);
        out.value += this.waitMs.value;
        this.waitMs.value = 0;
      },
      worked: (call) => this.worked(call),
    });
    this.flipCode = sim.register((node) => this.flip(node));
  }

  configure(node: PlanNode): void {
    const config = node.config as ExternalConfig;
    const { index } = node;
    const before = this.configs[index];
    this.configs[index] = config;
    this.latency[index] = distributionOf(config.latency).sampler(config.latency, this.sim.stream(`node:${node.id}:service`));
    if (before === undefined || JSON.stringify(before.limit) !== JSON.stringify(config.limit)) {
      const view = { clock: this.sim.clock, waitMs: this.waitMs, slots: 1 };
      this.limiters[index] = config.limit === undefined ? null : bindLimiter(config.limit, view);
    }
    this.station.resize(node.replicaBase, UNBOUNDED, 0);
  }

  start(): void {
    for (const { index } of this.nodes) if (this.configs[index].availabilityRatio < 1) this.postFlip(index);
  }

  request(call: number): void {
    const { calls, callee, meter, plan, replicas } = this.sim;
    const node = callee[calls.link(call)];
    const replica = plan.nodes[node].replicaBase;
    calls.setReplica(call, replica);
    meter.entered(node, call);
    const { whenDown } = this.configs[node];
    const limiter = this.limiters[node];
    if (replicas.refuses(replica, call) || (this.isDown[node] === 1 && whenDown === "refuses")) {
      this.leave(call, node, REFUSED);
    } else if (this.isDown[node] === 1 && whenDown === "silent") {
      calls.setState(call, WAITING);
    } else if (limiter !== null && !calls.has(call, MESSAGE) && !limiter.admits(0)) {
      this.overLimit[node]++;
      this.leave(call, node, RATE_LIMITED);
    } else {
      this.station.offer(call, replica, true);
    }
  }

  answer(): void {}

  cancel(call: number): void {
    this.station.cancel(call);
    this.sim.cancellations.stop(call);
  }

  crashed(replica: number): void {
    this.station.crashed(replica);
  }

  restarted(replica: number): void {
    this.station.restarted(replica);
  }

  paused(replica: number): void {
    this.station.paused(replica);
  }

  resumed(replica: number): void {
    this.station.resumed(replica);
  }

  gauges(node: number, out: Float32Array, at: number): void {
    const { conditions, plan } = this.sim;
    out[at] = this.isDown[node] === 1 || conditions.isDown[plan.nodes[node].replicaBase] === 1 ? 0 : 1;
  }

  figures(node: number, out: Float64Array): void {
    const now = this.sim.clock.value;
    out[0] = this.outageCount[node];
    out[1] = now > 0 ? 1 - (this.downMs[node] + this.isDown[node] * now) / now : 1;
    out[2] = this.overLimit[node];
  }

  private worked(call: number): void {
    const { calls, conditions } = this.sim;
    const node = conditions.nodeOf(calls.replica(call));
    const { errorRatio, whenDown } = this.configs[node];
    const isSpoilt = conditions.fails(calls.replica(call)) || (this.isDown[node] === 1 && whenDown === "errors");
    const fails = isSpoilt || (errorRatio > 0 && this.errors[node].chance(errorRatio));
    this.station.finish(call);
    this.leave(call, node, fails ? ERROR : OK);
  }

  private leave(call: number, node: number, outcome: number): void {
    this.sim.meter.left(node, call, outcome, outcome);
    this.sim.flow.reply(call, outcome, outcome);
  }

  /** An outage begins or ends. */
  private flip(node: number): void {
    const now = this.sim.clock.value;
    if (this.isDown[node] === 1) {
      this.isDown[node] = 0;
      this.downMs[node] += now;
      // Whoever still holds on to a service that said nothing learns that it is another process now.
      if (this.configs[node].whenDown === "silent") this.station.crashed(this.sim.plan.nodes[node].replicaBase);
    } else {
      this.isDown[node] = 1;
      this.downMs[node] -= now;
      this.outageCount[node]++;
    }
    this.postFlip(node);
  }

  /** Availability is up / (up + down), so that the mean time up follows from the mean time down. */
  private postFlip(node: number): void {
    const { clock, due } = this.sim;
    const { availabilityRatio, repairMs } = this.configs[node];
    const meanUpMs = (repairMs * availabilityRatio) / (1 - availabilityRatio);
    due.value = clock.value + (this.isDown[node] === 1 ? repairMs : meanUpMs) * exponential(this.outages[node]);
    this.sim.post(this.flipCode, node, 0);
  }
}
