import type { Drill } from "../../topology/drills/schema";
import {
  addDrill,
  addStep,
  changeDrill,
  changeStep,
  type DrillStep,
  duplicateDrill,
  endOfMethod,
  removeDrill,
  removeStep,
} from "../../topology/edit/drills";
import type { Topology } from "../../topology/schema";
import { useDocument } from "../stores/document-store";
import { useSelection } from "../stores/selection-store";
import { useDrillsView } from "./drills-view";
import type { LibraryItem } from "./library";
import { stepWords } from "./step-words";

/** Every edit of a drill: a step of the document's one history, with the words that undo shows. */
const documents = () => useDocument.getState();

export function newDrill(): void {
  const { topology, change } = documents();
  const added = addDrill(topology);
  change("Add drill", () => added.topology);
  useDrillsView.getState().choose(added.id);
}

/** Makes a drill that is not the document's yet one of it. */
export function takeDrill(drill: Drill): void {
  documents().change(`Add ${drill.title}`, (topology) => ({ ...topology, drills: [...topology.drills, drill] }));
  useDrillsView.getState().choose(drill.id);
}

export function copyDrill({ id, title }: Drill): void {
  const { topology, change } = documents();
  const added = duplicateDrill(topology, id);
  if (added === null) return;
  change(`Duplicate ${title}`, () => added.topology);
  useDrillsView.getState().choose(added.id);
}

export function dropDrill({ id, title }: Drill): void {
  documents().change(`Delete ${title}`, (topology) => removeDrill(topology, id));
  useDrillsView.getState().choose(null);
}

export function renameDrill({ id }: Drill, title: string, visit: number): void {
  documents().change("Rename drill", (topology) => changeDrill(topology, id, (drill) => ({ ...drill, title })), `${id}:title:${visit}`);
}

/** Changes parts of a drill; `mergeKey` joins the keystrokes of one visit to a field. */
export function setDrill(drill: Drill, label: string, values: Partial<Drill>, mergeKey?: string): void {
  documents().change(
    `${label} of ${drill.title}`,
    (topology) => changeDrill(topology, drill.id, (old) => ({ ...old, ...values })),
    mergeKey,
  );
}

/** Sets the objectives of every drill. */
export function setStanding(label: string, objectives: readonly string[], mergeKey?: string): void {
  documents().change(`${label} of every drill`, (topology) => ({ ...topology, objectives: [...objectives] }), mergeKey);
}

/** Puts something of the library on the timeline, at a moment of the method or after all that is there; returns its id. */
export function placeStep(drill: Drill, item: LibraryItem, startMs = endOfMethod(drill)): string | null {
  const { topology, change } = documents();
  const made = item.make(topology, useSelection.getState().ids);
  if (made === null) return null;
  const added = addStep(topology, drill.id, { ...made, step: { ...made.step, startMs } });
  if (added === null) return null;
  change(`Add ${item.title.toLowerCase()} to ${drill.title}`, () => added.topology);
  return added.id;
}

export function setStep(drill: Drill, step: DrillStep, values: object, mergeKey?: string): void {
  const label = `Change ${stepWords(documents().topology, step)}`;
  documents().change(label, (topology) => changeStep(topology, drill.id, step.step.id, values), mergeKey);
}

export function dropStep(drill: Drill, step: DrillStep): void {
  const label = `Remove ${stepWords(documents().topology, step)}`;
  documents().change(label, (topology) => removeStep(topology, drill.id, step.step.id));
  useDrillsView.getState().inspect(null);
}

/** In place of a drill's id: the drill of everything. No id has a colon. */
export const EVERYTHING = ":everything";

/** The drill that is shown, in this document. */
export function shownDrill({ drills }: Topology, drillId: string | null): Drill | undefined {
  return drills.find(({ id }) => id === drillId) ?? drills[0];
}
