import type { Sample } from "../../lab/replications";
import type { Topology } from "../../topology/schema";
import { sameSimulation } from "../dock/same-simulation";
import { setSeed } from "../dock/transport-actions";
import { tell } from "../persistence/notice-store";
import { useRun } from "../stores/run-store";

/** True while the document would still run as it did when it was repeated: only its seed may differ. */
export function isStillSame(repeated: Topology, now: Topology): boolean {
  return sameSimulation({ ...repeated, run: { ...repeated.run, seed: now.run.seed } }, now);
}

/** Puts a seed into the document, so that its run can be watched; undo brings the old one back. */
export function takeSeed({ seed, runHash }: Sample, current: boolean): void {
  if (!current) {
    tell(`The document has changed since seed ${seed} ran: it would not run like that again. Undo the change, or repeat.`);
    return;
  }
  setSeed(seed);
  tell(`Seed ${seed} is in the document. Its run ends with the hash ${runHash.slice(0, 8)}.`, {
    label: "Play it",
    run: () => useRun.getState().controls.play(),
  });
}
