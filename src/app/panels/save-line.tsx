import { isUnsaved, saveStateRemedy, saveStateText, useSaveState } from "../persistence/save-state";

/** Where the work is right now, in words. */
export function SaveLine() {
  const status = useSaveState((state) => state.status);
  const remedy = saveStateRemedy(status);
  return (
    <span className={isUnsaved(status) ? "save-line save-line-bad" : "save-line"} role="status" title={remedy ?? undefined}>
      {saveStateText(status)}
      {remedy !== null && <span className="visually-hidden">. {remedy}</span>}
    </span>
  );
}
