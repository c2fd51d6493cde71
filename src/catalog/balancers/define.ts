import type { Cell } from "../../base/cell";
import type { Stream } from "../../base/stream";
import type { EntryDefinition } from "../define";

/** Settings that one algorithm or another heeds. */
export interface BalancerOptions {
  /** Of least request: how many hosts are drawn where the weights are equal. */
  readonly choiceCount: number;
  /** Of least request: how much requests under way count against the weight. */
  readonly activeRequestBias: number;
  /** Of peak EWMA: how fast old latencies are forgotten [ms]. */
  readonly decayMs: number;
}

/** The hosts a balancer chooses from; live views that its owner keeps current. */
export interface BalancerView {
  readonly targets: number;
  /** 1 where the host may be chosen now. */
  readonly healthy: Uint8Array;
  /** 1 where the host is in rotation, though this request may have failed there or its places be taken just now. */
  readonly inRotation: Uint8Array;
  /** Requests sent and not yet answered, whether they work or wait. */
  readonly active: Int32Array;
  readonly weights: Float64Array;
  /** In `uneven[0]`: 1 while the weights differ. */
  readonly uneven: Uint8Array;
  readonly stream: Stream;
  /** Simulated time in `clock.value` [ms]. */
  readonly clock: Cell;
  readonly options: BalancerOptions;
  /** How long the answer that listeners hear of has taken, in `tookMs.value` [ms]. */
  readonly tookMs: Cell;
  /** Hears of every answer of a host. */
  onAnswer(listener: (target: number) => void): void;
  /** Makes what the algorithm remembers between picks part of the run's state. */
  keep<T extends object>(state: T): T;
}

/** The chosen host's index, or -1 when none is healthy. `source` stands for whoever sent the request. */
export type Pick = (key: number, source: number) => number;

/** Binds the algorithm to one balancer's hosts; picking allocates nothing. */
export type BindBalancer = (view: BalancerView) => Pick;

export interface BalancerDefinition extends EntryDefinition {
  /** It heeds the links' weights. */
  readonly weighs?: true;
  /** It heeds them anew with every request, so that hosts can start slowly. */
  readonly startsSlowly?: true;
  /** One key or source belongs to one host, and waits for it where its places are taken. */
  readonly sticks?: true;
  readonly behaviour: () => Promise<BindBalancer>;
}
