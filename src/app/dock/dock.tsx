import { lazy, Suspense } from "react";
import { useDrillsView } from "../drills/drills-view";
import { RepeatButton } from "../repeat/repeat-button";
import { useRepeatView } from "../repeat/repeat-view";
import { useRun } from "../stores/run-store";
import { BreakMenu } from "./break-menu";
import { Clock, RunHash, RunProblems, SeedField } from "./run-facts";
import { Timeline } from "./timeline";
import { SpeedChoice, Transport } from "./transport";
import "./dock.css";

// The plotting library comes after the first picture: until the first windows have closed there is nothing to plot.
const Charts = lazy(() => import("../charts/charts").then((module) => ({ default: module.Charts })));

const RepeatPanel = lazy(() => import("../repeat/repeat-panel").then((module) => ({ default: module.RepeatPanel })));

const DrillsPanel = lazy(() => import("../drills/drills-panel").then((module) => ({ default: module.DrillsPanel })));

const PlayedDrillChip = lazy(() => import("../drills/played-drill").then((module) => ({ default: module.PlayedDrillChip })));

/** The bottom of the workspace: the run's transport, its timeline, and its charts, its repetitions or the drills. */
export function Dock() {
  const repeats = useRepeatView((state) => state.open);
  const drills = useDrillsView((state) => state.open);
  const played = useRun((run) => run.drill !== null);
  return (
    <section className="dock" aria-label="Run">
      <div className="dock-bar">
        <Transport />
        <Clock />
        <SpeedChoice />
        <SeedField />
        <Timeline />
        {played && (
          <Suspense fallback={null}>
            <PlayedDrillChip />
          </Suspense>
        )}
        <RunHash />
        <RepeatButton />
        <BreakMenu />
      </div>
      <RunProblems />
      <Suspense fallback={null}>{drills ? <DrillsPanel /> : repeats ? <RepeatPanel /> : <Charts />}</Suspense>
    </section>
  );
}
