import { Charts } from "../charts/charts";
import { BreakMenu } from "./break-menu";
import { Clock, RunHash, RunProblems, SeedField } from "./run-facts";
import { Timeline } from "./timeline";
import { SpeedChoice, Transport } from "./transport";
import "./dock.css";

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
      <Charts />
    </section>
  );
}
