import { lazy, Suspense } from "react";
import { BreakMenu } from "./break-menu";
import { Clock, RunHash, RunProblems, SeedField } from "./run-facts";
import { Timeline } from "./timeline";
import { SpeedChoice, Transport } from "./transport";
import "./dock.css";

// The plotting library comes after the first picture: until the first windows have closed there is nothing to plot.
const Charts = lazy(() => import("../charts/charts").then((module) => ({ default: module.Charts })));

/** The bottom of the workspace: the run's transport, its timeline, its charts. */
export function Dock() {
  return (
    <section className="dock" aria-label="Run">
      <div className="dock-bar">
        <Transport />
        <Clock />
        <SpeedChoice />
        <SeedField />
        <Timeline />
        <RunHash />
        <BreakMenu />
      </div>
      <RunProblems />
      <Suspense fallback={null}>
        <Charts />
      </Suspense>
    </section>
  );
}
