import type { Recording } from "./recording";

/** The same arrivals as compact text, as it belongs in a document. */
export function recordingText({ timesMs, needsMs }: Recording): string {
  const some = needsMs.some((need) => !Number.isNaN(need));
  const lines = Array.from(timesMs, (time, i) => {
    const need = needsMs[i];
    return Number.isNaN(need) ? `${time}` : `${time},${need}`;
  });
  return [some ? "time_ms,need_ms" : "time_ms", ...lines].join("\n");
}
