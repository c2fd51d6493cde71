import type { Cell } from "../../../base/cell";
import type { PlanNode, Sampler } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";
import { distributionOf } from "../../distributions/registry";
import type { QuorumStoreConfig } from "./definition";

export const STRICT = 0;
export const SLOPPY = 2;
const MODES = { strict: STRICT, hints: 1, sloppy: SLOPPY } as const;

/** The configuration of each store, as columns by node of the plan. */
export class Settings {
  readonly readQuorum: Int32Array;
  readonly writeQuorum: Int32Array;
  readonly slots: Int32Array;
  readonly asksAll: Uint8Array;
  readonly whenDown: Uint8Array;
  readonly readRepair: Uint8Array;
  readonly handoffMs: Float64Array;
  readonly hintWindowMs: Float64Array;
  readonly lane: Int32Array;
  private readonly readTime: Sampler[] = [];
  private readonly writeTime: Sampler[] = [];
  private readonly hopTime: Sampler[] = [];

  constructor(private readonly sim: Sim) {
    const { length } = sim.plan.nodes;
    this.readQuorum = new Int32Array(length);
    this.writeQuorum = new Int32Array(length);
    this.slots = new Int32Array(length);
    this.asksAll = new Uint8Array(length);
    this.whenDown = new Uint8Array(length);
    this.readRepair = new Uint8Array(length);
    this.handoffMs = new Float64Array(length);
    this.hintWindowMs = new Float64Array(length);
    this.lane = new Int32Array(length);
  }

  configure(node: PlanNode): void {
    const config = node.config as QuorumStoreConfig;
    const { index } = node;
    const bind = (time: QuorumStoreConfig["hop"], purpose: string) =>
      distributionOf(time).sampler(time, this.sim.stream(`node:${node.id}:${purpose}`));
    this.readQuorum[index] = config.readQuorum;
    this.writeQuorum[index] = config.writeQuorum;
    this.slots[index] = config.parallelism;
    this.asksAll[index] = config.readsAsk === "all" ? 1 : 0;
    this.whenDown[index] = MODES[config.whenDown];
    this.readRepair[index] = config.readRepair ? 1 : 0;
    this.handoffMs[index] = config.handoffMs;
    this.hintWindowMs[index] = config.hintWindowMs;
    this.lane[index] = this.sim.lane(config.timeoutMs, true);
    this.readTime[index] = bind(config.readTime, "read");
    this.writeTime[index] = bind(config.writeTime, "write");
    this.hopTime[index] = bind(config.hop, "hop");
  }

  /** Writes the time that work on one copy takes into `out.value` [ms]. */
  time(node: number, isWrite: number, out: Cell): void {
    (isWrite === 1 ? this.writeTime : this.readTime)[node](out);
  }

  /** Writes the time from one node to another into `out.value` [ms]. */
  hop(node: number, out: Cell): void {
    this.hopTime[node](out);
  }
}
