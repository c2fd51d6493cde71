import { useEffect, useState } from "react";
import { useDocument } from "../stores/document-store";
import { live, onFrame } from "../stores/live";
import { useRun } from "../stores/run-store";
import { type Finding, findings } from "./findings";

/** Findings are sentences to read, not figures to watch [ms]. */
const READABLE_MS = 1000;

/** The findings of the run so far, at most once a second; the same array while they say the same. */
export function useFindings(): readonly Finding[] {
  const topology = useDocument((state) => state.topology);
  const result = useRun((state) => state.result);
  const [found, setFound] = useState<readonly Finding[]>([]);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const judge = () => {
      timer = undefined;
      const next = findings({ topology, live, result });
      setFound((old) => (JSON.stringify(old) === JSON.stringify(next) ? old : next));
    };
    judge();
    const stop = onFrame(() => {
      timer ??= setTimeout(judge, READABLE_MS);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [topology, result]);
  return found;
}
