import { useMemo, useState } from "react";
import { MAX_RECORDING_CHARACTERS, parseRecording, type Recording } from "../../catalog/workloads/recording";
import { recordingText } from "../../catalog/workloads/recording-text";
import { nextVisit } from "./edit";
import { FieldRow } from "./field-row";
import { type PropsOf, titleOf } from "./field-view";

/** A file may hold columns that the document does without; one that is larger still is not even read [bytes]. */
const MAX_FILE_BYTES = 20 * MAX_RECORDING_CHARACTERS;

/** Recorded arrivals: what there is of them, and a file to take others from. */
export function RecordingField({ field, value, path, commit, title: given }: PropsOf<"recording">) {
  const title = titleOf(field, given);
  const [error, setError] = useState<string | null>(null);
  const held = useMemo(() => parseRecording(typeof value === "string" ? value : ""), [value]);
  const take = async (file: File) => {
    if (file.size > MAX_FILE_BYTES) {
      setError(`${file.name} is too large. Cut it down to the part that you need.`);
      return;
    }
    const read = parseRecording(await file.text());
    if (read.ok) setError(commit(path, recordingText(read.value), { title, path, visit: nextVisit() }));
    else setError(`${file.name}: ${read.error.message} ${read.error.remedy}`);
  };
  return (
    <FieldRow field={field} title={title} error={error} note={held.ok ? summaryOf(held.value) : null}>
      {(names) => (
        <input
          {...names}
          className="form-file"
          type="file"
          accept=".csv,.txt,text/csv,text/plain"
          onChange={(event) => {
            const file = event.target.files?.[0];
            if (file === undefined) return;
            // So that the same file, once mended, can be chosen again.
            void take(file).finally(() => {
              event.target.value = "";
            });
          }}
        />
      )}
    </FieldRow>
  );
}

function summaryOf({ timesMs, needsMs }: Recording): string {
  const count = timesMs.length;
  const seconds = Number(((timesMs[count - 1] ?? 0) / 1000).toPrecision(3));
  const known = needsMs.filter((need) => !Number.isNaN(need)).length;
  const needs = known === 0 ? "without their needs" : known === count ? "each with its need" : `${known} with their needs`;
  return `Now: ${count.toLocaleString("en")} ${count === 1 ? "request" : "requests"} in ${seconds} s, ${needs}.`;
}
