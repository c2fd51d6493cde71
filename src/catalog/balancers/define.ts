import type { Stream } from "../../base/stream";
import type { EntryDefinition } from "../define";

/** The hosts a balancer chooses from; live views that its owner keeps current. */
export interface BalancerView {
  readonly targets: number;
  /** 1 where the host is in rotation. */
  readonly healthy: Uint8Array;
  /** Requests sent and not yet answered, whether they work or wait. */
  readonly active: Int32Array;
  readonly weights: Float64Array;
  readonly stream: Stream;
  /** Makes what the algorithm remembers between picks part of the run's state. */
  keep<T extends object>(state: T): T;
}

/** The chosen host's index, or -1 when none is healthy. */
export type Pick = (key: number) => number;

export interface BalancerDefinition extends EntryDefinition {
  /** It heeds the links' weights. */
  readonly weighs?: true;
  /** Binds the algorithm to one balancer's hosts; picking allocates nothing. */
  bind(view: BalancerView): Pick;
}
