import { faultOf } from "../../catalog/faults/definitions";
import { actionFault } from "../../topology/drills/steps";
import type { DrillStep } from "../../topology/edit/drills";
import type { Topology } from "../../topology/schema";
import { faultWords, targetName } from "../dock/fault-words";
import { nodeById } from "../panels/find-element";

/** "Checkout B: crash, 1 of 3", "Shoppers: traffic x5", "Orders: failover". */
export function stepWords(topology: Topology, { sort, step }: DrillStep): string {
  switch (sort) {
    case "faults":
      return faultWords(topology, step);
    case "traffic": {
      const whose = step.client === undefined ? "Every client" : targetName(topology, { type: "node", id: step.client });
      const { change } = step;
      return `${whose}: ${change.type === "factor" ? `traffic ×${change.factor}` : `${change.ratePerSecond}/s`}`;
    }
    case "actions": {
      const name = nodeById(topology, step.node)?.name ?? step.node;
      const fault = actionFault(step);
      const what =
        step.type === "failover"
          ? "failover"
          : step.type === "drain"
            ? "drain"
            : `scale to ${faultOf(fault.type).label(fault.params as never)}`;
      return `${name}: ${what}`;
    }
  }
}

/** What an inspector's heading and an undo step call it. */
export function stepTitle({ sort, step }: DrillStep): string {
  switch (sort) {
    case "faults":
      return faultOf(step.type).title;
    case "traffic":
      return "Traffic change";
    case "actions":
      return { failover: "Failover", scale: "Scale", drain: "Drain" }[step.type];
  }
}

/** It happens in a moment: there is no end to move. */
export function isMoment({ sort, step }: DrillStep): boolean {
  return sort === "actions" ? step.type === "failover" : sort === "faults" && faultOf(step.type).momentary === true;
}
