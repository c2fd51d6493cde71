import { useEffect, useMemo } from "react";
import type { Drill } from "../../topology/drills/schema";
import { methodSteps } from "../../topology/edit/drills";
import { useMarks } from "../canvas/marks-store";
import { useDocument } from "../stores/document-store";
import { useRun } from "../stores/run-store";
import { blastPreview } from "./blast-preview";
import { useDrillsView } from "./drills-view";

/** Shows on the canvas what the drill is aimed at, and more faintly who depends on it; of a chosen step, its own share. */
export function BlastMarks({ drill }: { readonly drill: Drill }) {
  const topology = useDocument((state) => state.topology);
  const inspected = useDrillsView((state) => state.inspected);
  const running = useRun((run) => run.drill !== null && run.state === "running");
  const preview = useMemo(() => {
    const steps = methodSteps(drill);
    const chosen = steps.filter(({ step }) => step.id === inspected);
    return blastPreview(topology, chosen.length > 0 ? chosen : steps);
  }, [topology, drill, inspected]);
  useEffect(() => {
    const marks = new Map<string, string>();
    if (!running) {
      for (const id of preview.exposed) marks.set(id, "blast-exposed");
      for (const id of preview.hit) marks.set(id, "blast-hit");
    }
    useMarks.setState({ marks });
    return () => useMarks.setState({ marks: new Map() });
  }, [preview, running]);
  return null;
}
