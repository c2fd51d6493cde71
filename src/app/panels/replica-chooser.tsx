import type { FaultTarget } from "../../topology/schema";

interface ReplicaChooserProps {
  readonly count: number;
  /** Chosen indices from 0; empty is all of them. */
  readonly chosen: readonly number[];
  choose(chosen: readonly number[]): void;
}

/** Past this many, single boxes are no longer of use; one chooses how many instead. */
const MOST_BOXES = 16;

/** Which replicas of a node a fault hits. */
export function ReplicaChooser({ count, chosen, choose }: ReplicaChooserProps) {
  if (count < 2) return null;
  if (count > MOST_BOXES) {
    return (
      <label className="replica-count">
        Replicas hit
        <input
          type="number"
          min={1}
          max={count}
          value={chosen.length === 0 ? count : chosen.length}
          onChange={(event) => {
            const wanted = Math.min(count, Math.max(1, Math.round(Number(event.target.value) || 1)));
            choose(wanted === count ? [] : Array.from({ length: wanted }, (_, i) => i));
          }}
        />
        of {count}
      </label>
    );
  }
  const toggle = (index: number, on: boolean) => {
    const before = chosen.length === 0 ? Array.from({ length: count }, (_, i) => i) : chosen;
    const after = on ? [...before, index].sort((a, b) => a - b) : before.filter((other) => other !== index);
    choose(after.length === count ? [] : after);
  };
  const all = chosen.length === 0;
  return (
    <fieldset className="replica-chooser">
      <legend>Replicas hit: {all ? "all" : `${chosen.length} of ${count}`}</legend>
      {Array.from({ length: count }, (_, index) => {
        const on = all || chosen.includes(index);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a replica is its index
          <label key={index}>
            <input
              type="checkbox"
              checked={on}
              disabled={chosen.length === 1 && on}
              onChange={(event) => toggle(index, event.target.checked)}
            />
            {index + 1}
          </label>
        );
      })}
    </fieldset>
  );
}

/** A node target that names replicas only when not all are meant. */
export function nodeTarget(id: string, chosen: readonly number[]): FaultTarget {
  return chosen.length === 0 ? { type: "node", id } : { type: "node", id, replicas: [...chosen] };
}
