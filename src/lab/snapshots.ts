import type { Memento } from "../base/memento";

interface Snapshot {
  readonly atMs: number;
  readonly state: Memento;
}

const SECOND_MS = 1000;
/** Runs of more seconds than this have fewer snapshots, so that the longest run is not slowed down by them: */
const EVERY_SECOND_UP_TO = 300;
const OF_LONGER_RUNS = 100;

/**
 * Moments of a run that can be gone back to: one every simulated second in runs of up to five minutes, as long as they
 * fit the budget. When they no longer do, every other one goes and the distance doubles, so that the whole past stays
 * within reach.
 */
export class Snapshots {
  private kept: Snapshot[] = [];
  private bytes = 0;
  private everyMs: number;

  constructor(
    private readonly budgetBytes: number,
    durationMs: number,
  ) {
    const seconds = durationMs / SECOND_MS;
    this.everyMs = (seconds <= EVERY_SECOND_UP_TO ? 1 : Math.ceil(seconds / OF_LONGER_RUNS)) * SECOND_MS;
  }

  /** When the next one is due [ms]. */
  nextMs(): number {
    const last = this.kept.at(-1);
    return last === undefined ? 0 : (Math.floor(last.atMs / this.everyMs) + 1) * this.everyMs;
  }

  add(atMs: number, state: Memento): void {
    this.kept.push({ atMs, state });
    this.bytes += state.bytes;
    while (this.bytes > this.budgetBytes && this.kept.length > 2) this.thin();
  }

  /** The earliest moment within reach [ms]. */
  earliestMs(): number {
    return this.kept[0]?.atMs ?? 0;
  }

  /** Puts back the last moment at or before `atMs`, forgets all later ones, and says which moment it is [ms]. */
  restore(atMs: number): number {
    while (this.kept.length > 1 && (this.kept.at(-1) as Snapshot).atMs > atMs) {
      this.bytes -= (this.kept.pop() as Snapshot).state.bytes;
    }
    const { state, atMs: found } = this.kept.at(-1) as Snapshot;
    state.restore();
    return found;
  }

  /** What lies behind cannot be gone back to any more: the design was changed while it ran. */
  clear(): void {
    this.kept = [];
    this.bytes = 0;
  }

  private thin(): void {
    this.everyMs *= 2;
    this.kept = this.kept.filter(({ atMs }, i) => i === 0 || atMs % this.everyMs === 0);
    this.bytes = this.kept.reduce((sum, { state }) => sum + state.bytes, 0);
  }
}
