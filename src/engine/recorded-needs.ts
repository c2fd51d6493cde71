import type { Cell } from "../base/cell";
import type { Keeper, Memento } from "../base/memento";

/** A request that no recording told of. */
export const NO_RECORD = -1;

/** What recorded requests need of whoever serves them, by the `record` column of their calls. */
export class RecordedNeeds implements Keeper {
  /** The line that the request now starting came from; NO_RECORD for all other traffic. */
  issuing = NO_RECORD;
  private needsMs = new Float64Array(0);

  /** Takes the needs of one recording [ms], NaN where a request carries none; returns the number of its first line. */
  add(needsMs: Float64Array): number {
    const first = this.needsMs.length;
    const all = new Float64Array(first + needsMs.length);
    all.set(this.needsMs);
    all.set(needsMs, first);
    this.needsMs = all;
    return first;
  }

  /** What was recorded stays as it is: a snapshot need not copy it. */
  memento(): Memento {
    return { restore: () => {}, bytes: 0 };
  }

  /** Writes the need of a record into `out.value` [ms]; false, and nothing written, where it carries none. */
  read(record: number, out: Cell): boolean {
    if (record === NO_RECORD) return false;
    const needMs = this.needsMs[record];
    if (Number.isNaN(needMs)) return false;
    out.value = needMs;
    return true;
  }
}
