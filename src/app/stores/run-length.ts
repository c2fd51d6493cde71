import { useDocument } from "./document-store";
import { useRun } from "./run-store";

/** How long what is played lasts [ms]: the document's run, or a drill. */
export function useRunLength(): number {
  const planned = useDocument((state) => state.topology.run.durationMs);
  return useRun(({ drill }) => drill?.lengthMs) || planned;
}
